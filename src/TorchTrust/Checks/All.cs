namespace TorchTrust.Checks;

internal static partial class Catalogue
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new Behaviour.SamplesAreIndependentInEval(),
        new Behaviour.SamplesAreIndependentInTraining(),
    ];
}
