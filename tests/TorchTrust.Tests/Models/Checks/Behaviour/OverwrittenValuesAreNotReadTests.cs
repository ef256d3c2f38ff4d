using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class OverwrittenValuesAreNotReadTests
{
    private const string Id = "overwritten-values-are-not-read";

    [Fact]
    public void A_block_without_edits_passes_and_one_before_what_is_added_would_be_noticed()
    {
        CheckResult result = Run(() => new Block(ReLU(), dropsResult: false));

        Assert.Contains("activation", Expect.Proven(result).SeenAt);
    }

    [Fact]
    public void An_activation_in_place_whose_input_is_added_again_fails_with_its_module()
    {
        Finding finding = Expect.Failed(Run(() => new Block(ReLU(inplace: true), dropsResult: false)), Severity.Error);

        Assert.Equal("activation", finding.Module);
        Assert.StartsWith(
            "activation (ReLU) overwrites its input in place, and what it overwrote is read again", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["largest change"] > 0);
    }

    [Fact]
    public void An_activation_in_place_in_a_branch_that_starts_at_zero_fails() => Assert.Equal(
        "activation", Expect.Failed(Run(() => new ZeroBranch(ReLU(inplace: true))), Severity.Error).Module);

    [Fact]
    public void A_branch_that_starts_at_zero_without_edits_passes_and_one_in_it_would_be_noticed() => Assert.Contains(
        "activation", Expect.Proven(Run(() => new ZeroBranch(ReLU()))).SeenAt);

    [Fact]
    public void The_innermost_of_several_modules_around_an_edit_is_named() => Assert.Equal(
        ["path.0.1"],
        Run(() => new Skip(Sequential(Sequential(Flatten(), ReLU(inplace: true)), Linear(6, 6))))
            .Findings.Select(finding => finding.Module));

    [Fact]
    public void A_view_before_the_edit_is_not_blamed_for_it() => Assert.Equal(
        "path.1", Expect.Failed(Run(() => new Skip(Sequential(Flatten(), ReLU(inplace: true), Linear(6, 6)))), Severity.Error).Module);

    [Fact]
    public void An_edit_that_nobody_reads_again_passes_and_a_skip_path_past_it_would_be_noticed()
    {
        CheckResult result =
            Run(() => Sequential(Linear(6, 8), ReLU(inplace: true), Linear(8, 8), Dropout(0.5, inplace: true), Linear(8, 3)));

        Assert.Equal(["0", "1", "2", "3", "4"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_module_that_is_called_for_its_edit_alone_passes() => Assert.Equal(
        Verdict.Passed, Run(() => new Block(ReLU(inplace: true), dropsResult: true)).Verdict);

    [Fact]
    public void What_is_overwritten_in_training_only_fails() => Assert.Equal(
        "activation", Expect.Failed(Run(() => new Block(Dropout(0.5, inplace: true), dropsResult: false)), Severity.Error).Module);

    [Fact]
    public void The_input_of_the_whole_model_is_the_business_of_another_check() => Assert.Equal(
        Verdict.Passed, Run(() => new Computes(x => x.relu_() * 2)).Verdict);

    [Fact]
    public void A_transposed_input_that_a_copy_lays_out_anew_passes() => Assert.Equal(
        Verdict.Passed, Run(() => new Transposes()).Verdict);

    [Fact]
    public void Each_of_several_edits_is_named_once() => Assert.Equal(
        ["0.activation", "1.activation", "2.activation"],
        Run(() => Sequential(
            new Block(ReLU(inplace: true), dropsResult: false),
            new Block(ReLU(inplace: true), dropsResult: false),
            new Block(ReLU(inplace: true), dropsResult: false))).Findings
            .Select(finding => finding.Module).Order());

    [Fact]
    public void An_edit_that_shows_as_built_and_one_that_shows_elsewhere_are_both_named() => Assert.Equal(
        ["0.activation", "1.activation"],
        Run(() => Sequential(new Block(ReLU(inplace: true), dropsResult: false), new ZeroBranch(ReLU(inplace: true)))).Findings
            .Select(finding => finding.Module).Order());

    [Fact]
    public void An_edit_that_shows_as_built_alone_fails() => Assert.Equal(
        "1.activation",
        Expect.Failed(
            Run(() => Sequential(
                new GatedBranch(x => x, _ => throw new InvalidOperationException("out of range")),
                new Block(ReLU(inplace: true), dropsResult: false))),
            Severity.Error).Module);

    [Fact]
    public void An_edit_that_shows_in_the_shape_or_in_whole_numbers_alone_fails()
    {
        CheckResult Of(Func<Tensor, Tensor> output, string what) => ModelTest.Run(
            Id,
            ModelSubject.For(() => new Skip(Sequential(ReLU(inplace: true), Linear(6, 6)))).WithInput(n => randn(n, 6))
                .WithForward<Skip>((model, inputs) => (output(model.call((Tensor)inputs[0]!)), zeros(4))),
            what);

        Assert.Equal(
            double.PositiveInfinity,
            Expect.Failed(Of(output => output.masked_select(output.gt(0)), "shape"), Severity.Error).Numbers["largest change"]);
        Expect.Failed(Of(output => output.argmin(1), "whole numbers"), Severity.Error);
    }

    [Fact]
    public void The_largest_change_of_all_outputs_is_told() => Assert.True(
        Expect.Failed(
            ModelTest.Run(
                Id,
                ModelSubject.For(() => new Block(ReLU(inplace: true), dropsResult: false)).WithInput(n => randn(n, 6))
                    .WithForward<Block>((model, inputs) =>
                        Enumerable.Range(0, 2).Select(power => model.call((Tensor)inputs[0]!) * Math.Pow(1000, power)).ToArray())),
            Severity.Error).Numbers["largest change"] > 100);

    [Fact]
    public void Rounding_of_a_copy_that_is_laid_out_anew_passes_beside_an_output_that_stays() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Prove(
            Id,
            ModelSubject.For(() => new Transposes()).WithInput(n => randn(n, 6))
                .WithForward<Transposes>((model, inputs) => (model.call((Tensor)inputs[0]!), zeros([4], ScalarType.Int64)))).Verdict);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rounding_of_a_sum_over_a_copy_passes(bool isComplex) => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(
            Id,
            ModelSubject.For(() => new Slices()).WithInput(n => randn(n, 6)).WithForward<Slices>((model, inputs) =>
            {
                Tensor slice = model.call((Tensor)inputs[0]!);
                return isComplex ? complex(slice, slice).sum() : slice.sum();
            }),
            isComplex ? "complex" : "real").Verdict);

    [Fact]
    public void A_model_that_throws_where_its_parameters_were_moved_is_looked_at_as_built() => Assert.Equal(
        Verdict.Passed, Run(() => new GatedBranch(x => x * 2, _ => throw new InvalidOperationException("out of range"))).Verdict);

    [Fact]
    public void A_model_that_throws_as_built_fails() => Assert.Equal(
        Verdict.Failed,
        ModelTest.Run(
            Id,
            ModelSubject.For(() => new Computes(_ => throw new InvalidOperationException("broken"))).WithInput(n => randn(n, 6))).Verdict);

    private static CheckResult Run<T>(Func<T> build, string what = "", [CallerMemberName] string test = "")
        where T : class => ModelTest.Prove(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)), what, test);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly Module<Tensor, Tensor> activation;
        private readonly Linear inner = Linear(6, 6);
        private readonly bool _dropsResult;

        public Block(Module<Tensor, Tensor> activation, bool dropsResult)
            : base(nameof(Block))
        {
            this.activation = activation;
            _dropsResult = dropsResult;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = entry.call(input);
            Tensor active = activation.call(hidden);
            return inner.call(_dropsResult ? hidden : active) + hidden;
        }
    }

    private sealed class ZeroBranch : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly Module<Tensor, Tensor> activation;
        private readonly Parameter scale = new(zeros(6));

        public ZeroBranch(Module<Tensor, Tensor> activation)
            : base(nameof(ZeroBranch))
        {
            this.activation = activation;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = entry.call(input);
            return (activation.call(hidden) * scale) + hidden;
        }
    }

    private sealed class Skip : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly Module<Tensor, Tensor> path;

        public Skip(Module<Tensor, Tensor> path)
            : base(nameof(Skip))
        {
            this.path = path;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = entry.call(input);
            return path.call(hidden) + hidden;
        }
    }

    /// <summary>Edits a part of what lies in memory as a whole; a copy of it is in one piece.</summary>
    private sealed class Slices : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 200);
        private readonly ReLU activation = ReLU(inplace: true);

        public Slices()
            : base(nameof(Slices)) => RegisterComponents();

        public override Tensor forward(Tensor input) => activation.call(entry.call(input).narrow(1, 3, 77));
    }

    private sealed class Transposes : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly ReLU activation = ReLU(inplace: true);
        private readonly Linear exit = Linear(6, 6);

        public Transposes()
            : base(nameof(Transposes)) => RegisterComponents();

        public override Tensor forward(Tensor input) => exit.call(activation.call(entry.call(input).transpose(0, 1)).transpose(0, 1));
    }
}
