using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// A question to a host that has opened no subject: a delegate that looks at what the user's program has, and gives words.
/// </summary>
/// <param name="Delegate">A delegate without parameters that gives texts.</param>
/// <param name="Origins">The assemblies of the delegate, by their full names.</param>
/// <param name="Paths">Where the program lies whose copy the host runs; null if it runs the program itself.</param>
internal sealed record HostQuestion(EncodedValue Delegate, IReadOnlyDictionary<string, AssemblyOrigin> Origins, ProgramPaths? Paths)
{
    /// <summary>Writes a question.</summary>
    /// <exception cref="CannotTravelException">It holds something that belongs to this process.</exception>
    public static HostQuestion Of(Func<string[]> question, ProgramPaths? paths)
    {
        var encoder = new ObjectEncoder();
        EncodedValue value = encoder.Encode(question);
        return new HostQuestion(value, encoder.Origins, paths);
    }

    /// <summary>Answers it here.</summary>
    public string[] Answer()
    {
        Paths?.Enter();
        return ((Func<string[]>)new ObjectDecoder(new TypeFinder(Origins)).Decode(Delegate)!)();
    }
}
