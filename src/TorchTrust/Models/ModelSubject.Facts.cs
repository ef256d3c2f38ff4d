namespace TorchTrust;

/// <content>What cannot be derived, in words of the field. Each fact carries its reason.</content>
public sealed partial class ModelSubject
{
    /// <summary>Declares parameters that are frozen on purpose.</summary>
    /// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>backbone.*</c>.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The pattern or the reason is empty.</exception>
    public ModelSubject FreezesOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Frozen = [.. facts.Frozen, new(pattern, reason)] });

    /// <summary>
    /// Declares parameters that get no gradient on purpose, such as a codebook or the target of a stop-gradient.
    /// </summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject StopsGradientsOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { StoppedGradients = [.. facts.StoppedGradients, new(pattern, reason)] });

    /// <summary>Declares fields that hold modules or tensors which are kept out of the state on purpose.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject KeepsUnregisteredOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Unregistered = [.. facts.Unregistered, new(pattern, reason)] });

    /// <summary>Declares that samples of a batch influence each other on purpose.</summary>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public ModelSubject MixesSamplesOnPurpose(string reason) =>
        WithFacts(facts => facts with { MixesSamples = new("*", reason) });

    /// <summary>Declares that the output in eval mode is random on purpose.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject IsRandomInEvalOnPurpose(string reason) =>
        WithFacts(facts => facts with { RandomInEval = new("*", reason) });

    /// <summary>Declares that the model keeps state from call to call on purpose.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject KeepsStateOnPurpose(string reason) =>
        WithFacts(facts => facts with { KeepsState = new("*", reason) });

    /// <summary>Declares that outputs at a position must not depend on inputs at later positions.</summary>
    /// <param name="dimension">The dimension of positions, in inputs and outputs alike.</param>
    public ModelSubject IsCausal(int dimension) => WithFacts(facts => facts with { CausalDimension = dimension });

    /// <summary>Declares the closed range of values that inputs may take.</summary>
    public ModelSubject WithInputRange(double minimum, double maximum) =>
        WithFacts(facts => facts with { InputRange = (minimum, maximum) });

    /// <summary>Switches a check off for this subject.</summary>
    /// <param name="checkId">The id of the check.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public ModelSubject Skip(string checkId, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            SwitchedOff = new Dictionary<string, string>(facts.SwitchedOff) { [checkId] = reason },
        });
    }

    /// <summary>Declares inputs that have no influence on purpose, such as a mask that only training uses.</summary>
    /// <param name="pattern">The path of the input, such as <c>[1]</c>, in which <c>*</c> stands for anything.</param>
    /// <param name="reason">Why, for the report.</param>
    public ModelSubject IgnoresInputOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { IgnoredInputs = [.. facts.IgnoredInputs, new(pattern, reason)] });

    /// <summary>Declares modules that a call leaves unused on purpose.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject LeavesUnusedOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Unused = [.. facts.Unused, new(pattern, reason)] });

    /// <summary>Declares parameters whose start is special on purpose: zero, constant, or equal rows.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject StartsSpecialOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { SpecialStarts = [.. facts.SpecialStarts, new(pattern, reason)] });

    /// <summary>Declares modules that stand at several places on purpose, so that their weights and statistics serve all of them.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject SharesModulesOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Shared = [.. facts.Shared, new(pattern, reason)] });

    /// <summary>Declares that the first call registers layers or parameters on purpose: optimizers are made after it.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject RegistersInFirstCallOnPurpose(string reason) =>
        WithFacts(facts => facts with { RegistersInFirstCall = new("*", reason) });

    /// <summary>Declares that a call changes its inputs on purpose.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject ChangesInputsOnPurpose(string reason) =>
        WithFacts(facts => facts with { ChangesInputs = new("*", reason) });

    /// <summary>Declares that a call keeps tensors alive on purpose, such as a cache that grows.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject KeepsTensorsOnPurpose(string reason) =>
        WithFacts(facts => facts with { KeepsTensors = new("*", reason) });

    /// <summary>Declares that weights do not follow the seed on purpose, such as a pretrained network.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject HasFixedWeightsOnPurpose(string reason) =>
        WithFacts(facts => facts with { FixedWeights = new("*", reason) });
}
