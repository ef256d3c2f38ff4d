namespace TorchTrust.Models.Checks.State;

/// <summary>A damaged file.</summary>
/// <param name="What">What was done to it, in words that follow "a file that".</param>
/// <param name="Bytes">What is left.</param>
internal sealed record Damage(string What, byte[] Bytes)
{
    private static readonly byte[] _garbage = "TorchTrust was here"u8.ToArray();

    /// <summary>The end is missing.</summary>
    public bool IsCutOff { get; private init; }

    /// <summary>Whatever is loaded, the file is not what was saved.</summary>
    public bool IsHarmfulInItself { get; private init; }

    /// <summary>Each kind of damage to a file.</summary>
    public static IEnumerable<Damage> Of(byte[] intact)
    {
        yield return new("is empty", []) { IsCutOff = true };
        yield return new("is cut off in the middle", intact[..(intact.Length / 2)]) { IsCutOff = true };
        yield return new("lacks its last byte", intact[..Math.Max(0, intact.Length - 1)]) { IsCutOff = true };
        foreach (int quarter in new[] { 1, 2, 3 })
        {
            int at = (int)((long)intact.Length * quarter / 4);
            byte[] flipped = [.. intact];
            if (at < flipped.Length)
            {
                flipped[at] ^= 0x55;
            }

            yield return new($"has a flipped byte at {quarter}/4 of its length", flipped);
        }

        yield return new("goes on after its end", [.. intact, .. _garbage]) { IsHarmfulInItself = true };
    }
}
