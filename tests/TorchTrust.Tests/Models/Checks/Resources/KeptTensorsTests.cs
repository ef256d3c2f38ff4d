using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using TorchTrust.Tests.OddModels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Resources;

/// <summary>What counts as kept, in which mode and at which place, and what a cache may do.</summary>
public sealed class KeptTensorsTests : IDisposable
{
    private const string Id = CheckIds.CallsLeaveNoTensors;

    private static readonly List<Tensor> _kept = [];

    /// <summary>Static, since what a model reaches is put back before each call.</summary>
    private static int _calls;

    public KeptTensorsTests() => _calls = 0;

    public void Dispose()
    {
        _kept.ForEach(tensor => tensor.Dispose());
        _kept.Clear();
    }

    [Theory]
    [InlineData(
        true,
        "each call in training mode leaves 1 more tensors alive while the model's own code runs; no field of the model holds them, "
            + "so a static field or a closure does")]
    [InlineData(
        false,
        "each call in eval mode leaves 1 more tensors alive while the model's own code runs; no field of the model holds them, "
            + "so a static field or a closure does")]
    public void What_one_mode_alone_keeps_is_found_in_that_mode(bool training, string what) =>
        Assert.Equal(what, Expect.Failed(Run((m, x) => m.training == training ? Keep(Usual(m, x)) : Usual(m, x)), Severity.Error).What);

    [Fact]
    public void The_module_that_keeps_is_named()
    {
        Finding finding = Expect.Failed(
            CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 6), new Computes(x => Keep(x) * 1))).WithInput(n => randn(n, 6))),
            Severity.Error);

        Assert.Contains("more tensors alive while 1 runs;", finding.What, StringComparison.Ordinal);
        Assert.Equal("1", finding.Module);
    }

    [Fact]
    public void What_is_kept_on_the_way_back_counts()
    {
        Finding finding = Expect.Failed(Run((m, x) => KeepsGradient.Of(Usual(m, x))), Severity.Error);

        Assert.StartsWith("each call in training mode leaves", finding.What);
    }

    [Fact]
    public void A_loss_that_takes_no_outputs_of_eval_mode_passes() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, Of((m, x) => m.training ? Usual(m, x) : Usual(m, x).argmax(1)).WithLoss<Tensor>((_, output) =>
            output.is_floating_point() ? output.square().mean() : throw new ArgumentException("No logits."))).Verdict);

    [Fact]
    public void A_cache_that_is_full_after_sixteen_calls_passes() =>
        Assert.Equal(Verdict.Passed, Run((m, x) => ++_calls <= 16 ? Keep(Usual(m, x)) : Usual(m, x)).Verdict);

    [Fact]
    public void A_cache_that_is_filled_late_and_at_once_passes() => Assert.Equal(Verdict.Passed, Run((m, x) =>
    {
        Tensor output = Usual(m, x);
        int entries = ++_calls switch { 3 => 1, 16 => 9, _ => 0 };
        for (int entry = 0; entry < entries; entry++)
        {
            Keep(output);
        }

        return output;
    }).Verdict);

    [Fact]
    public void A_memory_of_fifteen_positions_passes_since_each_mode_begins_with_an_empty_one() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, ModelSubject.For(() =>
        {
            int position = 0;
            return new Model((m, x) => ++position <= 15 ? Usual(m, x) : throw new InvalidOperationException("The memory is full."));
        }).WithInput(n => randn(n, 6))).Verdict);

    [Fact]
    public void What_another_thread_makes_meanwhile_is_not_the_models() =>
        Assert.Equal(Verdict.Passed, Run((m, x) => Usual(m, x + Elsewhere(x))).Verdict);

    [Fact]
    public void Where_another_thread_makes_more_than_the_calling_one_nothing_is_said() => Expect.Inconclusive(
        Run((m, x) =>
        {
            Tensor output = Usual(m, x + Elsewhere(x));
            return ++_calls == 4 ? Keep(output) : output;
        }),
        "Live tensors of the process grow while the model runs, but were not made on the thread that calls it.");

    [Fact]
    public void A_right_model_costs_ten_training_steps_and_ten_calls()
    {
        int training = 0;
        Trust.Check(
            Of((m, x) => Usual(m, x) * Math.Sign(++_calls)).WithLoss<Tensor>((_, output) =>
            {
                training++;
                return output.square().mean();
            }),
            new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false });

        Assert.Equal((20, 10), (_calls, training));
    }

    private static CheckResult Run(Func<Model, Tensor, Tensor> call) =>
        Assert.Single(Trust.Check(Of(call), new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false }).Results);

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call) => ModelSubject.For(() => new Model(call)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    private static Tensor Keep(Tensor output)
    {
        _kept.Add(output.detach().clone().DetachFromDisposeScope());
        return output;
    }

    /// <summary>Zero, of which another thread keeps two tensors.</summary>
    private static double Elsewhere(Tensor input)
    {
        long rows = input.shape[0];
        var worker = new Thread(() =>
        {
            _kept.Add(zeros(rows));
            _kept.Add(zeros(rows));
        });
        worker.Start();
        worker.Join();
        return 0;
    }

    private sealed class KeepsGradient : autograd.SingleTensorFunction<KeepsGradient>
    {
        public override string Name => nameof(KeepsGradient);

        public static Tensor Of(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]) * 1;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Keep(grad_output);
            return [grad_output * 1];
        }
    }
}
