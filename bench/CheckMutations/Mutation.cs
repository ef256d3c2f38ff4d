namespace TorchTrust.CheckMutations;

/// <summary>One change of one decision.</summary>
/// <param name="Id">The number by which it is switched on, other in each run.</param>
/// <param name="File">The file, relative to the folder of the checks, with forward slashes.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Original">The code, in one line.</param>
/// <param name="Mutated">What takes its place.</param>
/// <param name="Occurrence">Which of several equal ones in the file, from 0.</param>
internal sealed record Mutation(int Id, string File, int Line, string Original, string Mutated, int Occurrence)
{
    /// <summary>What names it as long as the code around it stays.</summary>
    public (string File, string Original, string Mutated, int Occurrence) Key => (File, Original, Mutated, Occurrence);
}
