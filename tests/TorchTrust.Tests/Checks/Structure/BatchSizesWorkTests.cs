using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Structure;

public sealed class BatchSizesWorkTests
{
    private const string Id = "batch-sizes-work";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(2, result.Power.Killed);
        Assert.Equal(["", "0", "1", "2"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_squeeze_without_dimension_fails_for_one_sample()
    {
        CheckResult result = Check(() => new Custom(x => x.sum(1, keepdim: true).squeeze()));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Contains("[] for 1 sample, and [4] for 4", finding.What, StringComparison.Ordinal);
        Assert.Contains("squeeze()", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_size_in_a_view_fails_with_each_number_that_throws()
    {
        CheckResult result = Check(() => new Custom(x => x.view(4, 3, 2).sum(2)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal([2d, 3, 5, 1, 2, 5], result.Findings.Select(finding => finding.Numbers["samples"]));
        Assert.All(result.Findings, finding => Assert.Contains("(BatchSizesWorkTests.cs:", finding.What, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fixed_number_of_rows_that_divides_everything_is_a_warning()
    {
        CheckResult result = Check(() => new Custom(x => x.reshape(2, -1)));

        Assert.Equal((Verdict.Failed, Severity.Warning), (result.Verdict, result.Severity));
        Assert.Contains("grows with the number of samples in dimension 1", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(1, result.Findings[0].Dimension);
    }

    [Fact]
    public void Batch_normalization_that_refuses_one_sample_in_training_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => Sequential(Linear(6, 8), BatchNorm1d(8), Linear(8, 3))).Verdict);
    }

    [Theory]
    [InlineData("flattened positions")]
    [InlineData("scalar")]
    [InlineData("similarities")]
    [InlineData("pairs")]
    [InlineData("content decides the size")]
    public void Outputs_of_other_right_shapes_pass(string kind)
    {
        Func<Tensor, Tensor> end = kind switch
        {
            "flattened positions" => x => x.reshape(-1, 2),
            "scalar" => x => x.mean(),
            "similarities" => x => x.matmul(x.t()),
            "pairs" => x => x.index_select(0, combinations(arange(x.shape[0])).select(1, 0)),
            _ => x => x.masked_select(x > 0),
        };

        Assert.Equal(Verdict.Passed, Check(() => new Custom(end)).Verdict);
    }

    [Fact]
    public void A_list_with_one_tensor_a_sample_and_time_first_pass()
    {
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new OneTensorASample()).WithInput(n => randn(n, 6))).Verdict);
        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(7, n, 6))).Verdict);
    }

    [Fact]
    public void A_queue_that_wants_multiples_in_training_is_a_warning()
    {
        CheckResult result = Check(() => new Queue());

        Assert.Equal((Verdict.Failed, Severity.Warning), (result.Verdict, result.Severity));
        Assert.Equal(5, Assert.Single(result.Findings).Numbers["samples"]);
    }

    [Fact]
    public void Pairs_in_a_batch_are_a_warning_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new Custom(x => x.view(x.shape[0] / 2, 2, 6).sum(1))).WithInput(n => randn(n, 6));

        Assert.Equal(Severity.Warning, CheckTest.Run(Id, subject.MixesSamplesOnPurpose("samples come in pairs")).Severity);
    }

    [Fact]
    public void Another_declared_input_that_throws_fails_with_its_name()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)).AlsoTakes("8 features", n => [randn(n, 8)]));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("8 features", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)]));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("WithInput(n =>", result.Reason, StringComparison.Ordinal);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Custom : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);
        private readonly Func<Tensor, Tensor> _end;

        public Custom(Func<Tensor, Tensor> end)
            : base(nameof(Custom))
        {
            _end = end;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = body.call(input);
            return _end(hidden);
        }
    }

    private sealed class OneTensorASample : Module<Tensor, List<Tensor>>
    {
        private readonly Linear body = Linear(6, 6);

        public OneTensorASample()
            : base(nameof(OneTensorASample)) => RegisterComponents();

        public override List<Tensor> forward(Tensor input) => [.. body.call(input).unbind(0)];
    }

    private sealed class Queue : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 3);

        public Queue()
            : base(nameof(Queue)) => RegisterComponents();

        public override Tensor forward(Tensor input) => training && 16 % input.shape[0] != 0
            ? throw new InvalidOperationException("the queue must be a multiple of the batch")
            : body.call(input);
    }
}
