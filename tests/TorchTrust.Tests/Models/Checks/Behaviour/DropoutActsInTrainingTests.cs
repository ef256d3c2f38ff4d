using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class DropoutActsInTrainingTests
{
    private const string Id = "dropout-acts-in-training";

    [Fact]
    public void Registered_dropouts_pass_and_the_check_could_have_failed_at_each()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(Linear(6, 8), Dropout(0.5), Linear(8, 8), AlphaDropout(0.2), Linear(8, 3)))
            .WithInput(n => randn(n, 6)));

        Assert.Equal(["1", "3"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_dropout_that_stays_in_eval_mode_is_a_question_that_names_it_and_the_fact()
    {
        ModelSubject subject = ModelSubject.For(() => new HeldBackbone()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Equal("backbone.1", finding.Module);
        Assert.Contains("ran in eval mode while the model was in training mode", finding.What, StringComparison.Ordinal);
        Assert.Equal(0.5, finding.Numbers["probability"]);
        Assert.Contains("FreezesOnPurpose(\"backbone.*\"", result.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.FreezesOnPurpose("backbone.*", "Pretrained.")).Verdict);
    }

    [Fact]
    public void A_dropout_in_a_list_is_found_where_train_does_not_reach_it()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new InList()).WithInput(n => randn(n, 6)));

        Assert.Equal("_layers[0]", Expect.Failed(result, Severity.Question).Module);
        Assert.Single(result.Findings);
    }

    [Fact]
    public void Dropouts_that_never_drop_are_none() =>
        Expect.Skipped(
            CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 3), Dropout(0))).WithInput(n => randn(n, 6))),
            "No dropout module ran");

    [Fact]
    public void Dropouts_on_channels_count_too() =>
        Expect.Proven(
            CheckTest.Run(Id, ModelSubject.For(() => Sequential(Conv2d(1, 4, 3), Dropout2d(0.3))).WithInput(n => randn(n, 1, 5, 5))));

    private sealed class HeldBackbone : Module<Tensor, Tensor>
    {
        private readonly Sequential backbone = Sequential(Linear(6, 8), Dropout(0.5));
        private readonly Sequential head = Sequential(Dropout(0.1), Linear(8, 3));

        public HeldBackbone()
            : base(nameof(HeldBackbone)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            backbone.eval();
            return head.call(backbone.call(input));
        }
    }

    private sealed class InList : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> _layers = [Dropout(0.5)];
        private readonly Linear head = Linear(6, 3);

        public InList()
            : base(nameof(InList))
        {
            _layers.ForEach(layer => layer.eval());
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(_layers[0].call(input));
    }
}
