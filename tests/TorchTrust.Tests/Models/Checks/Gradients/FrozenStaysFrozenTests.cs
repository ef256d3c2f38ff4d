using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class FrozenStaysFrozenTests
{
    private const string Id = "frozen-stays-frozen";

    [Fact]
    public void A_frozen_trunk_without_statistics_passes_and_a_drift_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Transfer(Linear(6, 4))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["trunk.bias", "trunk.weight"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void Running_statistics_of_a_frozen_trunk_are_a_question_that_names_them()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new Transfer(Sequential(Linear(6, 4), BatchNorm1d(4)))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Question, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("trunk.1", finding.Module);
        Assert.Contains("running_mean", finding.What, StringComparison.Ordinal);
        Assert.Contains("running_var", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trunk_that_stays_in_eval_mode_passes()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => new Transfer(Sequential(Linear(6, 4), BatchNorm1d(4))) { KeepsEval = true })
                .WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Statistics_that_adapt_on_purpose_pass_when_declared()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Transfer(Sequential(Linear(6, 4), BatchNorm1d(4))))
            .WithInput(n => randn(n, 6)).KeepsStateOnPurpose("adaptive batch normalization"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_momentum_encoder_is_a_question_that_names_the_fact()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new Transfer(Linear(6, 4)) { Follows = true }).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("requires no gradient, but moves", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("KeepsStateOnPurpose", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trunk_that_is_declared_frozen_and_still_trains_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 4), Tanh(), Linear(4, 3)))
            .WithInput(n => randn(n, 6)).FreezesOnPurpose("0.*", "pretrained"));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(["0.bias", "0.weight"], result.Findings.Select(finding => finding.Parameter).Order());
    }

    [Fact]
    public void Where_nothing_is_frozen_it_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("Nothing is frozen", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_everything_is_frozen_it_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() =>
        {
            Linear layer = Linear(6, 3);
            layer.weight.requires_grad = false;
            layer.bias!.requires_grad = false;
            return layer;
        }).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
    }

    private sealed class Transfer : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> trunk;
        private readonly Module<Tensor, Tensor> head = Linear(4, 3);

        public Transfer(Module<Tensor, Tensor> trunk)
            : base(nameof(Transfer))
        {
            this.trunk = trunk;
            RegisterComponents();
            foreach (Parameter parameter in trunk.parameters())
            {
                parameter.requires_grad = false;
            }
        }

        public bool KeepsEval { get; init; }

        public bool Follows { get; init; }

        public override void train(bool train = true)
        {
            base.train(train);
            if (KeepsEval)
            {
                trunk.eval();
            }
        }

        public override Tensor forward(Tensor input)
        {
            if (Follows)
            {
                using IDisposable _ = no_grad();
                foreach (Parameter parameter in trunk.parameters())
                {
                    parameter.mul_(0.99);
                }
            }

            return head.call(trunk.call(input));
        }
    }
}
