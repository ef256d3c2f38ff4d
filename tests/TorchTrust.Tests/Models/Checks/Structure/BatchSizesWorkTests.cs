using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

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
    public void A_second_output_that_is_squeezed_is_told_by_its_place()
    {
        CheckResult result = Check(() => new Several(x => [x, x.sum(1, keepdim: true).squeeze()]));

        Assert.Equal(
            "output [1] has the shape [] for 1 sample, and [4] for 4; it arises in the model itself", Assert.Single(result.Findings).What);
    }

    [Theory]
    [InlineData("by a module of its own")]
    [InlineData("before a module is called")]
    [InlineData("by another module than for several samples")]
    public void Where_a_dimension_is_lost_is_told_if_the_same_modules_run(string how) => ModelTest.Run(
        Id,
        ModelSubject.For<Module<Tensor, Tensor>>(() => how switch
        {
            "by a module of its own" =>
                Sequential(("body", Linear(6, 6)), ("drops", new Computes(x => x.squeeze())), ("ends", Linear(6, 6))),
            "before a module is called" => new Hands(x => x.squeeze()),
            _ => new Chooses(),
        }).WithInput(n => randn(n, 6)),
        how);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_module_that_throws_is_named_where_there_is_one_of_its_class(int modules) => ModelTest.Run(
        Id,
        ModelSubject.For(() => Sequential(Enumerable.Range(0, modules).Select(_ => new Insists()))).WithInput(n => randn(n, 6)),
        $"of {modules}");

    [Fact]
    public void A_single_sample_that_is_doubled_or_cut_off_fails()
    {
        CheckResult doubled = Check(() => new Custom(x => x.shape[0] == 1 ? cat([x, x]) : x));
        CheckResult cut = Check(() => new Custom(x => x.shape[0] == 1 ? x.narrow(1, 0, 2) : x));

        Assert.Equal("the output has the shape [2, 6] for 1 sample, and [4, 6] for 4", Expect.Failed(doubled, Severity.Error).What);
        Assert.Equal("the output has the shape [1, 2] for 1 sample, and [4, 6] for 4", Expect.Failed(cut, Severity.Error).What);
    }

    [Fact]
    public void Half_of_a_batch_that_is_squeezed_fails_for_small_batches()
    {
        CheckResult result = Check(() => new Custom(x => x.narrow(0, 0, Math.Max(1, x.shape[0] / 2)).squeeze()));

        Assert.Equal(
            "the output has other dimensions for 2 to 5 samples: [6] for 2, [2, 6] for 4; it arises in the model itself",
            Expect.Failed(result, Severity.Error).What);
        Assert.Single(result.Findings);
    }

    [Fact]
    public void The_longest_answer_of_a_batch_decides_the_length_of_all_and_is_no_fault()
    {
        // The second answer is the longest, so that the length for one sample is another than for several.
        ModelSubject subject = ModelSubject.For(() => new Computes(x => zeros(x.shape[0], x.max().item<long>())))
            .WithInput(n => randint(10, 1000, 1) + arange(n).eq(1));

        Assert.Empty(CheckTest.Run(Id, subject).Findings);
    }

    [Fact]
    public void A_module_whose_exceptions_the_model_swallows_shows_nothing_of_the_power()
    {
        CheckResult result = Check(() => new Swallows());

        Assert.Equal(["refine"], result.Power!.BlindAt);
    }

    [Theory]
    [InlineData("one row a sample")]
    [InlineData("one number a sample")]
    [InlineData("one row a sample, and a total")]
    [InlineData("a total")]
    public void Collated_samples_that_are_counted_by_an_output_or_summed_up_pass(string kind)
    {
        CheckResult result = CheckCollated(kind switch
        {
            "one row a sample" => x => [x],
            "one number a sample" => x => [x.sum(1)],
            "one row a sample, and a total" => x => [x, x.sum()],
            _ => x => [x.sum()],
        });

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Collated_samples_that_an_output_counts_wrong_are_an_error_with_their_number()
    {
        CheckResult squeezed = CheckCollated(x => [x.sum(1, keepdim: true).squeeze()]);
        CheckResult cut = CheckCollated(x => [x.narrow(0, 0, Math.Min(4, x.shape[0]))]);

        Assert.Equal("the output has not one part for each of 1 samples", Expect.Failed(squeezed, Severity.Error).What);
        Assert.Equal(1, Assert.Single(squeezed.Findings).Numbers["samples"]);
        Assert.Equal("the output has not one part for each of 5 samples", Expect.Failed(cut, Severity.Error).What);
        Assert.Equal(5, Assert.Single(cut.Findings).Numbers["samples"]);
    }

    [Fact]
    public void Collated_samples_of_a_number_that_throws_are_told_by_that_number()
    {
        CheckResult result = CheckCollated(x => x.shape[0] == 3 ? throw new ArgumentException("Three are one too many.") : [x]);

        Expect.Failed(result, Severity.Error);
        Assert.Equal(3, Assert.Single(result.Findings).Numbers["samples"]);
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
    public void A_fixed_number_of_rows_that_divides_everything_is_a_question()
    {
        CheckResult result = Check(() => new Custom(x => x.reshape(2, -1)));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
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
    [InlineData("one row for all")]
    [InlineData("similarities")]
    [InlineData("similarities to two views")]
    [InlineData("pairs")]
    [InlineData("pairs against two views")]
    [InlineData("content decides the size")]
    public void Outputs_of_other_right_shapes_pass(string kind)
    {
        Func<Tensor, Tensor> end = kind switch
        {
            "flattened positions" => x => x.reshape(-1, 2),
            "scalar" => x => x.mean(),
            "one row for all" => x => x.mean([0L], keepdim: true),
            "similarities" => x => x.matmul(x.t()),
            "similarities to two views" => x => x.matmul(cat([x, x]).t()),
            "pairs against two views" => x => x.index_select(0, combinations(arange(x.shape[0])).select(1, 0)).matmul(cat([x, x]).t()),
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
    public void A_queue_that_wants_multiples_in_training_is_a_question()
    {
        CheckResult result = Check(() => new Queue());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(5, Assert.Single(result.Findings).Numbers["samples"]);
    }

    [Fact]
    public void Pairs_in_a_batch_are_a_question_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new Custom(x => x.view(x.shape[0] / 2, 2, 6).sum(1))).WithInput(n => randn(n, 6));

        Assert.Equal(Severity.Question, CheckTest.Run(Id, subject.MixesSamplesOnPurpose("samples come in pairs")).Severity);
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

    [Fact]
    public void An_input_that_no_number_of_samples_changes_is_skipped() =>
        ModelTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(_ => randn(4, 6)));

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private static CheckResult CheckCollated(Func<Tensor, List<Tensor>> end) => CheckTest.Run(
        Id, ModelSubject.For(() => new Several(end)).WithSamples<Tensor>(_ => randn(6), samples => [stack([.. samples])]));

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

    private sealed class Hands : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);
        private readonly Func<Tensor, Tensor> _before;

        public Hands(Func<Tensor, Tensor> before)
            : base(nameof(Hands))
        {
            _before = before;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => body.call(_before(input));
    }

    private sealed class Insists : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);

        public Insists()
            : base(nameof(Insists)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            body.call(input.shape[0] == 4 ? input : throw new ArgumentException($"It takes four rows, and gets {input.shape[0]}."));
    }

    private sealed class Chooses : Module<Tensor, Tensor>
    {
        private readonly Linear several = Linear(6, 6);
        private readonly Computes alone = new(x => x.squeeze());

        public Chooses()
            : base(nameof(Chooses)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.shape[0] == 1 ? alone.call(input) : several.call(input);
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

    private sealed class Several : Module<Tensor, List<Tensor>>
    {
        private readonly Linear body = Linear(6, 6);
        private readonly Func<Tensor, List<Tensor>> _end;

        public Several(Func<Tensor, List<Tensor>> end)
            : base(nameof(Several))
        {
            _end = end;
            RegisterComponents();
        }

        public override List<Tensor> forward(Tensor input) => _end(body.call(input));
    }

    private sealed class Swallows : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);
        private readonly Linear refine = Linear(6, 6);

        public Swallows()
            : base(nameof(Swallows)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = body.call(input);
            try
            {
                return refine.call(hidden);
            }
            catch (InvalidOperationException)
            {
                return hidden;
            }
        }
    }
}
