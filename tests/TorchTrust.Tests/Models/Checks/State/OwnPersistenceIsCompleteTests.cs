using TorchSharp;
using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.State;

public sealed class OwnPersistenceIsCompleteTests
{
    private const string Id = "own-persistence-is-complete";

    private static ModelSubject Subject { get; } =
        ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6));

    [Fact]
    public void Saving_the_whole_state_passes_and_each_forgotten_part_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(
            Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) => model.load(path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Empty(result.Power.BlindAt);
    }

    [Fact]
    public void Saving_parameters_without_buffers_is_noticed()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => model.save(path, [.. model.named_buffers().Select(buffer => buffer.name)]),
            (model, path) => model.load(path, strict: false, skip: [.. model.named_buffers().Select(buffer => buffer.name)])));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(result.Findings, finding => finding.Parameter == "1.running_mean");
        Assert.DoesNotContain(result.Findings, finding => finding.Parameter!.EndsWith("weight", StringComparison.Ordinal));
    }

    [Fact]
    public void A_weight_that_loading_skips_is_an_error_and_is_named()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => model.save(path),
            (model, path) => model.load(path, strict: false, skip: ["3.weight"])));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(
            "3.weight is not what it was once the state is loaded elsewhere: saving leaves it out, or loading skips it", finding.What);
        Assert.Equal(("3", "3.weight"), (finding.Module, finding.Parameter));
        Assert.NotNull(result.Remedy);
    }

    [Fact]
    public void Loading_that_puts_a_new_tensor_in_the_place_of_a_disposed_buffer_is_judged_by_the_outputs()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Shifted()).WithInput(n => randn(n, 6)).PersistsBy<Shifted>(
            (model, path) => model.save(path),
            (model, path) =>
            {
                model.load(path);
                model.RenewShift();
            }));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Loading_that_makes_the_parameters_anew_is_judged_by_the_new_ones() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => model.save(path),
            (model, path) =>
            {
                model.to(ScalarType.Float64);
                model.to(ScalarType.Float32);
                model.load(path);
            })).Verdict);

    [Fact]
    public void Saving_that_leaves_the_model_in_eval_mode_is_a_question()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) =>
            {
                model.eval();
                model.save(path);
            },
            (model, path) => model.load(path)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("saving changes the model", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("is now in eval mode", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_built_in_eval_mode_is_saved_as_if_it_were_trained()
    {
        ModelSubject subject = ModelSubject.For(() =>
        {
            Sequential model = Sequential(Linear(6, 8), Linear(8, 3));
            model.eval();
            return model;
        }).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject.PersistsBy<Sequential>(
            (model, path) =>
            {
                model.eval();
                model.save(path);
            },
            (model, path) => model.load(path)));

        Assert.Equal("saving changes the model: it is now in eval mode", result.Findings[0].What);
    }

    [Fact]
    public void Saving_that_rounds_the_model_in_place_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) =>
            {
                using (no_grad())
                {
                    foreach (Parameter parameter in model.parameters())
                    {
                        parameter.mul_(1000).round_().div_(1000);
                    }
                }

                model.save(path);
            },
            (model, path) => model.load(path)));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("0.weight has another value", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_throws_fails_with_what_it_threw()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => throw new NotSupportedException("not yet"), (model, path) => model.load(path)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("not yet", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_of_ones_own_in_several_files_passes()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) =>
            {
                foreach ((string name, Tensor tensor) in model.state_dict())
                {
                    tensor.save($"{path}.{name}");
                }
            },
            (model, path) =>
            {
                using IDisposable _ = no_grad();
                foreach ((string name, Tensor tensor) in model.state_dict())
                {
                    using Tensor loaded = load($"{path}.{name}");
                    tensor.copy_(loaded);
                }
            }));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Where_nothing_is_declared_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, Subject);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("subject.PersistsBy<MyModel>", result.Reason, StringComparison.Ordinal);
    }

    private sealed class Shifted : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor shift = ones(3);

        public Shifted()
            : base(nameof(Shifted)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + shift;

        public void RenewShift()
        {
            Tensor old = shift;
            shift = old.clone();
            old.Dispose();
        }
    }
}
