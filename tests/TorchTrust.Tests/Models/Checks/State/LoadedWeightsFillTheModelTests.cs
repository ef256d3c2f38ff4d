using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.PyBridge;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.State;

/// <summary>Weights from a file, TorchSharp's own and PyTorch's.</summary>
public sealed class LoadedWeightsFillTheModelTests : IDisposable
{
    private const string Id = "loaded-weights-fill-the-model";
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-weights-").FullName;

    private static ModelSubject Subject { get; } =
        ModelSubject.For(() => new Net()).WithInput(n => randn(n, 6));

    private string Ours => Path.Combine(_folder, "ours.dat");

    private string Python => Path.Combine(_folder, "python.pt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_whole_file_fills_the_model_and_each_part_that_is_passed_over_would_be_noticed()
    {
        string path = Saved(new Net());

        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(model => model.load(path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Empty(result.Power.BlindAt);
    }

    [Fact]
    public void A_state_of_PyTorch_fills_the_model()
    {
        string path = SavedForPython(new Net());

        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(model => model.load_py(path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void What_has_another_name_in_a_state_of_PyTorch_is_named()
    {
        string path = SavedForPython(new Renamed());

        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(model => model.load_py(path, strict: false)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(["head.weight", "head.bias"], result.Findings.Select(finding => finding.Parameter));
        Assert.Equal("head.weight keeps what the model was built with: nothing that is loaded is for it", result.Findings[0].What);
        Assert.Equal("head", result.Findings[0].Module);
    }

    [Fact]
    public void Counts_of_batches_and_other_buffers_count_too()
    {
        string path = Saved(new Net());

        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(
            model => model.load(path, strict: false, skip: ["norm.num_batches_tracked", "norm.running_var"])));

        Assert.Equal(
            ["norm.num_batches_tracked", "norm.running_var"],
            result.Findings.Select(finding => finding.Parameter!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_part_of_a_tensor_is_counted()
    {
        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(model =>
        {
            using IDisposable _ = no_grad();
            foreach ((string name, Tensor tensor) in model.state_dict())
            {
                if (name == "head.weight")
                {
                    tensor[0].fill_(1);
                }
                else
                {
                    tensor.fill_(1);
                }
            }
        }));

        Assert.Equal("16 of 24 elements of head.weight keep what the model was built with", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void Truth_values_and_infinities_that_are_passed_over_are_named() => ModelTest.Run(
        Id,
        ModelSubject.For(() => new Masked()).WithInput(n => randn(n, 6))
            .LoadsWeights<Masked>(model => Fill(model, except: ["flags", "mask"])));

    [Fact]
    public void Truth_values_and_infinities_that_are_loaded_pass() => ModelTest.Run(
        Id, ModelSubject.For(() => new Masked()).WithInput(n => randn(n, 6)).LoadsWeights<Masked>(model => Fill(model, except: [])));

    [Fact]
    public void Loading_that_makes_the_parameters_anew_is_judged_by_the_new_ones() => ModelTest.Run(
        Id,
        Subject.LoadsWeights<Net>(model =>
        {
            model.to(ScalarType.Float64);
            Fill(model, except: []);
        }));

    [Fact]
    public void What_each_build_has_in_another_size_or_under_another_name_is_another_matter()
    {
        int builds = 0;

        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, ModelSubject.For(() => new OfEachBuild(++builds)).WithInput(n => randn(n, 6))
                .LoadsWeights<OfEachBuild>(model => Fill(model.Head, except: []))).Verdict);
    }

    [Fact]
    public void What_starts_afresh_on_purpose_is_left_out()
    {
        string path = SavedForPython(new Renamed());

        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(model => model.load_py(path, strict: false), except: "head.*"));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Loading_that_throws_fails_with_what_it_threw()
    {
        CheckResult result = CheckTest.Run(Id, Subject.LoadsWeights<Net>(_ => throw new FileNotFoundException("no weights here")));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("no weights here", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_declared_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, Subject);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("subject.LoadsWeights<MyModel>", result.Reason, StringComparison.Ordinal);
    }

    private string Saved(Net model)
    {
        using (model)
        {
            model.save(Ours);
        }

        return Ours;
    }

    private string SavedForPython(Module model)
    {
        using (model)
        {
            model.save_py(Python);
        }

        return Python;
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 8);
        private readonly BatchNorm1d norm = BatchNorm1d(8);
        private readonly Linear head = Linear(8, 3);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(functional.tanh(norm.call(body.call(input))));
    }

    /// <summary>Loads ones, but for what is left out.</summary>
    private static void Fill(Module model, IReadOnlyList<string> except)
    {
        using IDisposable _ = no_grad();
        foreach (Tensor tensor in model.state_dict().Where(entry => !except.Contains(entry.Key)).Select(entry => entry.Value))
        {
            tensor.fill_(1);
        }
    }

    private sealed class Masked : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor flags = zeros(3, ScalarType.Bool);
        private readonly Tensor mask = full(3, double.NegativeInfinity);

        public Masked()
            : base(nameof(Masked)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input).masked_fill(flags, 0) + mask.exp();
    }

    private sealed class OfEachBuild : Module<Tensor, Tensor>
    {
        public readonly Linear Head = Linear(6, 3);
        private readonly Tensor table;

        public OfEachBuild(int build)
            : base(nameof(OfEachBuild))
        {
            table = ones(build);
            RegisterComponents();
            register_buffer($"table_{build}", ones(1));
        }

        public override Tensor forward(Tensor input) => Head.call(input) + table.mean();
    }

    private sealed class Renamed : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 8);
        private readonly BatchNorm1d norm = BatchNorm1d(8);
        private readonly Linear classifier = Linear(8, 3);

        public Renamed()
            : base(nameof(Renamed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => classifier.call(functional.tanh(norm.call(body.call(input))));
    }
}
