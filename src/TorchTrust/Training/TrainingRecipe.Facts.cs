using TorchTrust.Training;
using static TorchSharp.torch.nn;

namespace TorchTrust;

/// <content>What cannot be derived, in words of the field. What is on purpose carries its reason.</content>
public abstract partial class TrainingRecipe<T, TSelf>
{
    /// <summary>Declares that a step reports the loss that its optimizer lowers, on the batch and at the weights before the step.</summary>
    /// <param name="reduction">Over the samples of the batch: their mean or their sum.</param>
    /// <param name="part">Which number of the step's tuple it is, from 0.</param>
    /// <param name="optimizer">The path of the optimizer that lowers it, in which <c>*</c> stands for anything.</param>
    /// <exception cref="ArgumentException">The reduction is neither mean nor sum, or the path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative.</exception>
    public TSelf ReportsLoss(Reduction reduction = Reduction.Mean, int part = 0, string optimizer = "*") =>
        Reports(new DeclaredReport(part, ReportKind.Loss, RequireNumber(reduction), optimizer, Reason: null));

    /// <summary>Declares that a step reports what its optimizer raises, such as a log-likelihood: higher is better.</summary>
    /// <param name="reduction">Over the samples of the batch: their mean or their sum.</param>
    /// <param name="part">Which number of the step's tuple it is, from 0.</param>
    /// <param name="optimizer">The path of the optimizer that raises it, in which <c>*</c> stands for anything.</param>
    /// <exception cref="ArgumentException">The reduction is neither mean nor sum, or the path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative.</exception>
    public TSelf ReportsObjective(Reduction reduction = Reduction.Mean, int part = 0, string optimizer = "*") =>
        Reports(new DeclaredReport(part, ReportKind.Objective, RequireNumber(reduction), optimizer, Reason: null));

    /// <summary>Declares that a step reports another number than the loss, such as an accuracy or a running mean.</summary>
    /// <param name="reason">What it is, for the report.</param>
    /// <param name="part">Which number of the step's tuple it is, from 0.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative.</exception>
    public TSelf ReportsAnotherNumber(string reason, int part = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return Reports(new DeclaredReport(part, ReportKind.Other, Reduction.None, "*", reason));
    }

    /// <summary>Declares under which tag the number that a step reports is logged, once a step.</summary>
    /// <param name="tag">The tag, such as <c>train/loss</c>.</param>
    /// <param name="part">Which number of the step's tuple it is, from 0.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative.</exception>
    public TSelf LogsReportedAs(string tag, int part = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        return WithFacts(facts => facts with { LoggedTags = [.. facts.LoggedTags.Where(other => other.Tag != tag), (tag, part)] });
    }

    /// <summary>Declares parameters, with the buffers beside them, that no step changes on purpose.</summary>
    /// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>_backbone.*</c>.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The pattern or the reason is empty.</exception>
    public TSelf FreezesOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Frozen = [.. facts.Frozen, new(pattern, reason)] });

    /// <summary>Declares parameters that are frozen at first and trained later.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public TSelf UnfreezesLaterOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { UnfrozenLater = [.. facts.UnfrozenLater, new(pattern, reason)] });

    /// <summary>Declares parameters that no step needs on purpose, such as the head of another task.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public TSelf LeavesUnusedOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Unused = [.. facts.Unused, new(pattern, reason)] });

    /// <summary>Declares parameters that follow others as an average, and not by gradients.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public TSelf AveragesOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Averaged = [.. facts.Averaged, new(pattern, reason)] });

    /// <summary>Declares parameters that are copied from others every so many steps, and not moved by gradients.</summary>
    /// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>_target.*</c>.</param>
    /// <param name="every">The number of steps from one copy to the next.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The pattern or the reason is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public TSelf CopiesOnPurpose(string pattern, long every, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        var copy = new DeclaredCopy(new DeclaredFact(pattern, reason), every);
        return WithFacts(facts => facts with { Copied = [.. facts.Copied, copy] });
    }

    /// <summary>Declares parameters that several optimizers move on purpose, such as a trunk that tasks share.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public TSelf SharesParametersOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Shared = [.. facts.Shared, new(pattern, reason)] });

    /// <summary>Declares modules that a step runs in evaluation mode on purpose, such as a frozen backbone or a teacher.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public TSelf RunsInEvalOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { InEvaluationMode = [.. facts.InEvaluationMode, new(pattern, reason)] });

    /// <summary>Declares that the gradients of an optimizer are clipped by their norm, all together.</summary>
    /// <param name="largest">The largest norm.</param>
    /// <exception cref="ArgumentOutOfRangeException">The norm is not positive and finite.</exception>
    public TSelf ClipsNorm(double largest) =>
        WithFacts(facts => facts with { LargestGradientNorm = RequirePositive(largest, nameof(largest)) });

    /// <summary>Declares that gradients are clipped by their values.</summary>
    /// <param name="largest">The largest magnitude.</param>
    /// <exception cref="ArgumentOutOfRangeException">The magnitude is not positive and finite.</exception>
    public TSelf ClipsValue(double largest) =>
        WithFacts(facts => facts with { LargestGradientValue = RequirePositive(largest, nameof(largest)) });

    /// <summary>Declares how long a training is.</summary>
    /// <param name="count">The number of steps or epochs.</param>
    /// <param name="unit">What is counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public TSelf TrainsFor(long count, TrainingUnit unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return WithFacts(facts => facts with { Length = (count, unit) });
    }

    /// <summary>Declares how often the schedule changes the rates: at each step, or at the end of each epoch.</summary>
    /// <param name="unit">The unit of the schedule.</param>
    public TSelf SchedulesBy(TrainingUnit unit) => WithFacts(facts => facts with { ScheduleUnit = unit });

    /// <summary>
    /// Declares the number of steps within which every trainable parameter moves, where it is larger than 16 or changes.
    /// </summary>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public TSelf MovesAllWithin(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return WithFacts(facts => facts with { Window = steps });
    }

    /// <summary>
    /// Declares that the gradient of an update is taken elsewhere than at the weights that it moves, as in sharpness-aware
    /// minimization or meta-learning.
    /// </summary>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public TSelf TakesGradientElsewhereOnPurpose(string reason) =>
        WithFacts(facts => facts with { GradientElsewhere = new("*", reason) });

    /// <summary>Declares that optimizers are made anew during the training on purpose.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf RenewsOptimizersOnPurpose(string reason) =>
        WithFacts(facts => facts with { RenewsOptimizers = new("*", reason) });

    /// <summary>Declares that the evaluation is random on purpose, such as dropout that is left on to estimate uncertainty.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf EvaluatesAtRandomOnPurpose(string reason) =>
        WithFacts(facts => facts with { RandomEvaluation = new("*", reason) });

    /// <summary>Declares that the evaluation estimates statistics anew on purpose, such as those of a batch normalization.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf ReestimatesInEvaluationOnPurpose(string reason) =>
        WithFacts(facts => facts with { ReestimatesInEvaluation = new("*", reason) });

    /// <summary>Declares that tensors are kept from step to step on purpose, such as a replay memory or a history.</summary>
    /// <param name="reason">Why, for the report.</param>
    /// <param name="atMost">The largest number of tensors that are kept; null where there is none.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest number is not positive.</exception>
    public TSelf KeepsTensorsOnPurpose(string reason, long? atMost = null)
    {
        if (atMost is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(atMost));
        }

        return WithFacts(facts => facts with { KeepsTensors = new("*", reason), MostTensorsKept = atMost });
    }

    /// <summary>
    /// Declares that state is carried from step to step on purpose, beside parameters, buffers and optimizers, such as the hidden
    /// state of a recurrent network.
    /// </summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf CarriesStateOnPurpose(string reason) =>
        WithFacts(facts => facts with { CarriesState = new("*", reason) });

    /// <summary>Declares that the samples of a batch that fill no whole part are dropped on purpose.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf DropsRestOnPurpose(string reason) => WithFacts(facts => facts with { DropsRest = new("*", reason) });

    /// <summary>Declares that only some samples of a batch are trained on, by what they are, such as the hardest.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf MinesOnPurpose(string reason) => WithFacts(facts => facts with { Mines = new("*", reason) });

    /// <summary>Declares that training goes on with other noise after loading, since the state of a generator is not saved.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf ResumesWithOtherNoiseOnPurpose(string reason) =>
        WithFacts(facts => facts with { OtherNoiseAfterResuming = new("*", reason) });

    /// <summary>Declares that the same seed does not give the same bits on purpose, such as threads that update as they come.</summary>
    /// <inheritdoc cref="TakesGradientElsewhereOnPurpose"/>
    public TSelf IsNotRepeatableOnPurpose(string reason) =>
        WithFacts(facts => facts with { NotRepeatable = new("*", reason) });

    /// <summary>Switches a check off for this subject.</summary>
    /// <param name="checkId">The id of the check.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The id or the reason is empty.</exception>
    public TSelf Skip(string checkId, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkId);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            SwitchedOff = new Dictionary<string, string>(facts.SwitchedOff) { [checkId] = reason },
        });
    }

    /// <summary>The same subject with other facts.</summary>
    private protected TSelf WithFacts(Func<TrainingFacts, TrainingFacts> change) => With(subject => subject.Facts = change(subject.Facts));

    private TSelf Reports(DeclaredReport report)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(report.Part, "part");
        ArgumentException.ThrowIfNullOrWhiteSpace(report.Optimizer, "optimizer");
        return WithFacts(facts => facts with
        {
            Reports = [.. facts.Reports.Where(other => (other.Part, other.Optimizer) != (report.Part, report.Optimizer)), report],
        });
    }

    private static Reduction RequireNumber(Reduction reduction) => reduction is Reduction.Mean or Reduction.Sum
        ? reduction
        : throw new ArgumentException(
            $"A step reports one number for its batch, and {reduction} gives one for each sample. Say Reduction.Mean or Reduction.Sum.",
            nameof(reduction));

    private static double RequirePositive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, "Gradients are clipped at a positive and finite number. Leave it out where they are not clipped.");
}
