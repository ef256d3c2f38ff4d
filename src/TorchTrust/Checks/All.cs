namespace TorchTrust.Checks;

internal static partial class Catalogue
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new Backend.BackendComputesRight(),
        new Structure.EverythingIsRegistered(),
        new Structure.EveryModuleIsUsed(),
        new Structure.BatchSizesWork(),
        new Structure.SeedDecidesWeights(),
        new Behaviour.SamplesAreIndependentInEval(),
        new Behaviour.SamplesAreIndependentInTraining(),
        new Behaviour.FutureDoesNotLeak(),
        new Behaviour.PaddingHasNoInfluence(),
        new Behaviour.EveryInputMatters(),
        new Behaviour.EvalIsDeterministic(),
        new Behaviour.DropoutActsInTraining(),
        new Behaviour.ModesReachEveryModule(),
        new Behaviour.EvalChangesNothing(),
        new Behaviour.InputsAreLeftAlone(),
        new Behaviour.TensorsFollowDevice(),
        new Behaviour.TensorsFollowDtype(),
        new Behaviour.SingleAgreesWithDouble(),
        new Behaviour.BatchAgreesWithSingleSamples(),
        new Behaviour.SampleOrderDoesNotMatter(),
        new Behaviour.WrongShapesAreRefused(),
        new Behaviour.ReadsNoUnwrittenMemory(),
    ];
}
