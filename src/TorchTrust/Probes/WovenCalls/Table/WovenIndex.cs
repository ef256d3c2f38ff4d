using System.Text;

namespace TorchTrust.Probes;

/// <summary>
/// What a woven assembly carries in a resource of its own: the members that its shims call, by number, and the places that
/// call them. Place 0 is the unknown one.
/// </summary>
/// <param name="Members">The members.</param>
/// <param name="Places">The places.</param>
internal sealed record WovenIndex(IReadOnlyList<WovenMember> Members, IReadOnlyList<CallPlace> Places)
{
    /// <summary>The name of the resource, by which a woven assembly is known.</summary>
    public const string ResourceName = "TorchTrust.Woven";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static WovenIndex Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var members = new WovenMember[reader.ReadInt32()];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = new WovenMember(
                (CallKind)reader.ReadInt32(), (LeftOut)reader.ReadInt32(), reader.ReadString(), reader.ReadString(), ReadNames(reader));
        }

        var places = new CallPlace[reader.ReadInt32()];
        for (int i = 0; i < places.Length; i++)
        {
            string method = reader.ReadString();
            string file = reader.ReadString();
            places[i] = new CallPlace(method, file.Length == 0 ? null : file, reader.ReadInt32());
        }

        return new WovenIndex(members, places);
    }

    /// <summary>Writes all of it.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Members.Count);
        foreach (WovenMember member in Members)
        {
            writer.Write((int)member.Kind);
            writer.Write((int)member.LeftOut);
            writer.Write(member.Type);
            writer.Write(member.Name);
            writer.Write(member.Parameters.Count);
            foreach (string parameter in member.Parameters)
            {
                writer.Write(parameter);
            }
        }

        writer.Write(Places.Count);
        foreach (CallPlace place in Places)
        {
            writer.Write(place.Method);
            writer.Write(place.File ?? "");
            writer.Write(place.Line);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static string[] ReadNames(BinaryReader reader)
    {
        string[] names = new string[reader.ReadInt32()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        return names;
    }
}
