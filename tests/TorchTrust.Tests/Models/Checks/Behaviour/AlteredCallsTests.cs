using TorchTrust.Checks;
using TorchTrust.Running;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>
/// Native code may end the process of a right model that is given another dtype or shape: then the last step is all that is
/// known, and it must say that a check had altered something.
/// </summary>
public sealed class AlteredCallsTests
{
    [Theory]
    [InlineData(CheckIds.SingleAgreesWithDouble)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    public void A_model_is_told_to_be_converted_before_it_runs_in_float64(string id) =>
        Assert.All(StepsAt(id, x => x * 2, x => x.dtype == ScalarType.Float64), step => Assert.True(CheckContext.IsAltered(step), step));

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void So_it_is_where_float32_leaves_open_what_a_change_is(string id, long dimension)
    {
        IReadOnlyList<string> steps = StepsAt(id, x => x + (1e-4 * x.mean([dimension], keepdim: true)), x => x.dtype == ScalarType.Float64);

        Assert.All(steps, step => Assert.True(CheckContext.IsAltered(step), step));
    }

    [Fact]
    public void So_it_is_where_float32_leaves_open_what_a_declared_change_is() => Assert.All(
        StepsAt(
            CheckIds.HoldsDeclaredRelations,
            x => x + (1e-4 * x.select(1, 0).unsqueeze(1)),
            x => x.dtype == ScalarType.Float64,
            subject => subject.IsEquivariantTo("another order", x => x.flip(1), x => x.flip(1))),
        step => Assert.True(CheckContext.IsAltered(step), step));

    [Fact]
    public void More_padding_is_told_before_it_is_given() => Assert.All(
        StepsAt(
            CheckIds.PaddingHasNoInfluence,
            x => x * 2,
            x => x.shape[1] > 5,
            subject => subject.WithInput(n => randn(n, 5, 3) * arange(5).lt(3).unsqueeze(1))
                .HasPadding(0, inputs => ((Tensor)inputs[0]!).eq(0).all(2))),
        step => Assert.EndsWith("on what the check has altered, calling with 2 more padded positions", step, StringComparison.Ordinal));

    [Fact]
    public void Samples_that_are_called_alone_are_named() => Assert.All(
        StepsAt(CheckIds.BatchAgreesWithSingleSamples, x => x * 2, x => x.shape[0] == 1),
        step => Assert.Matches("calling with samples [0-3]$", step));

    [Fact]
    public void Samples_in_another_order_are_named() =>
        Assert.Contains(
            StepsAt(CheckIds.SampleOrderDoesNotMatter, x => x * 2, _ => true),
            step => step.EndsWith("calling with samples 3, 2, 1, 0", StringComparison.Ordinal));

    [Fact]
    public void An_input_of_a_wrong_size_is_named()
    {
        IReadOnlyList<string> steps = StepsAt(CheckIds.WrongShapesAreRefused, x => x * 2, x => x.shape[2] == 1);

        Assert.All(steps, step => Assert.True(CheckContext.IsAltered(step), step));
        Assert.All(steps, step => Assert.EndsWith("giving input [0] with one element along dimension 2", step, StringComparison.Ordinal));
    }

    /// <summary>What the check had said last, at each call in which the model found its input altered.</summary>
    private static IReadOnlyList<string> StepsAt(
        string id, Func<Tensor, Tensor> operation, Func<Tensor, bool> isAltered, Func<ModelSubject, ModelSubject>? declare = null)
    {
        string last = "";
        var steps = new List<string>();
        ModelSubject subject = ModelSubject.For(() => new Computes(operation)).WithInput(n => randn(n, 5, 3)).IsCausal(1)
            .WithForward<Computes>((model, inputs) =>
            {
                // Not in the model itself, where each run would find the list as it was.
                if (isAltered((Tensor)inputs[0]!))
                {
                    steps.Add(last);
                }

                return model.call((Tensor)inputs[0]!);
            });
        using var checks = new InProcessChecks(
            declare?.Invoke(subject) ?? subject, new TrustOptions { ProvesPower = false, IsHost = true }, "");
        CheckResult result = checks.Run(new PlannedCheck(id), step => last = step);
        Assert.True(steps.Count > 0, $"{result.Verdict}: {result.Reason}");
        return steps;
    }
}
