using System.Security.Cryptography;
using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.State;

public sealed class OwnPersistenceRefusesDamageTests
{
    private const string Id = "own-persistence-refuses-damage";

    private static ModelSubject Subject { get; } =
        ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6));

    [Fact]
    public void A_file_with_a_checksum_passes_and_a_swallowed_refusal_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(SaveWithChecksum, LoadWithChecksum));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void TorchSharps_own_format_decides_nothing_and_names_the_trap()
    {
        CheckResult result = CheckTest.Run(
            Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) => model.load(path)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("known trap of TorchSharp", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catch_all_around_loading_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), Swallowing<Sequential>));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What == "a file that is cut off in the middle is loaded in silence");
    }

    [Fact]
    public void Loading_that_is_not_strict_takes_another_name_in_silence()
    {
        CheckResult result = CheckTest.Run(
            Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) => model.load(path, strict: false)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What == "a model in which 0.weight has another name is loaded in silence");
    }

    [Fact]
    public void Own_bytes_without_a_checksum_take_a_flipped_one_in_silence()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => File.WriteAllBytes(path, [.. model.state_dict().Values.SelectMany(value => value.bytes.ToArray())]),
            (model, path) =>
            {
                byte[] bytes = File.ReadAllBytes(path);
                Tensor[] tensors = [.. model.state_dict().Values];
                if (bytes.Length != tensors.Sum(value => value.bytes.Length))
                {
                    throw new InvalidDataException("The file has another length.");
                }

                int at = 0;
                foreach (Tensor value in tensors)
                {
                    bytes.AsSpan(at, value.bytes.Length).CopyTo(value.bytes);
                    at += value.bytes.Length;
                }
            }));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What.Contains("flipped byte", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.What.Contains("cut off", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.What.Contains("after its end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checksum_that_is_written_and_never_read_is_no_trap_of_TorchSharp()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) =>
            {
                model.save(path);
                File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. SHA256.HashData(File.ReadAllBytes(path))]);
            },
            (model, path) => model.load(path)));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains(result.Findings, finding => finding.What.StartsWith("a file that has a flipped byte", StringComparison.Ordinal)
            && finding.What.EndsWith("is loaded in silence", StringComparison.Ordinal));
        Assert.Contains(result.Findings, finding => finding.What == "a file that goes on after its end is loaded in silence");
    }

    [Fact]
    public void A_model_that_can_be_loaded_once_is_loaded_from_each_file_as_if_from_the_first()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new LoadsOnce()).WithInput(n => randn(n, 6))
            .PersistsBy<LoadsOnce>((model, path) => model.save(path), (model, path) => model.LoadFrom(path)));

        Assert.Equal(
            ["a model in which head.weight has another name is loaded in silence"],
            result.Findings.Select(finding => finding.What).Where(what => !what.Contains("flipped", StringComparison.Ordinal)));
    }

    [Fact]
    public void Saving_that_leaves_an_empty_file_is_noticed_where_anything_else_is_loaded_too()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (_, path) => File.WriteAllBytes(path, []), (_, path) => File.ReadAllBytes(path)));

        Assert.Equal("a file that goes on after its end is loaded in silence", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_load_that_puts_up_with_one_missing_parameter_takes_another_name_in_silence()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(SaveWithChecksum, (model, path) =>
        {
            var loaded = new Dictionary<string, bool>();
            LoadWithChecksum(model, path, stream => model.load(stream, strict: false, loadedParameters: loaded));
            if (model.state_dict().Keys.Count(key => !loaded.GetValueOrDefault(key)) > 1)
            {
                throw new InvalidDataException("More than one parameter is missing.");
            }
        }));

        Assert.Equal("a model in which 0.weight has another name is loaded in silence", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_model_in_float64_is_tried_with_the_weights_of_one_in_float32()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => Linear(6, 3, dtype: ScalarType.Float64)).WithInput(n => randn(n, 6, dtype: ScalarType.Float64))
                .PersistsBy<Linear>((model, path) => model.save(path), Swallowing<Linear>));

        Assert.Contains(result.Findings, finding => finding.What == "a model in which weight has another dtype is loaded in silence");
    }

    [Fact]
    public void Another_shape_is_tried_at_a_parameter_that_has_dimensions()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Tempered(hasHead: true)).WithInput(n => randn(n, 6))
            .PersistsBy<Tempered>((model, path) => model.save(path), Swallowing<Tempered>));
        CheckResult scalar = CheckTest.Run(Id, ModelSubject.For(() => new Tempered(hasHead: false)).WithInput(n => randn(n, 6))
            .PersistsBy<Tempered>((model, path) => model.save(path), Swallowing<Tempered>));

        Assert.Contains(result.Findings, finding => finding.What == "a model in which head.weight has another shape is loaded in silence");
        Assert.Contains(scalar.Findings, finding => finding.What == "a file that is empty is loaded in silence");
        Assert.DoesNotContain(scalar.Findings, finding => finding.What.StartsWith("a model", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_declared_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, Subject);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("subject.PersistsBy<MyModel>", result.Reason, StringComparison.Ordinal);
    }

    private static void SaveWithChecksum(Sequential model, string path)
    {
        using var stream = new MemoryStream();
        model.save(stream);
        byte[] state = stream.ToArray();
        File.WriteAllBytes(path, [.. SHA256.HashData(state), .. state]);
    }

    private static void LoadWithChecksum(Sequential model, string path) => LoadWithChecksum(model, path, stream => model.load(stream));

    private static void LoadWithChecksum(Sequential model, string path, Action<Stream> load)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 32 || !SHA256.HashData(file.AsSpan(32)).AsSpan().SequenceEqual(file.AsSpan(0, 32)))
        {
            throw new InvalidDataException("The file is damaged: its checksum does not match.");
        }

        Dictionary<string, Tensor> before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        try
        {
            using var stream = new MemoryStream(file, 32, file.Length - 32);
            load(stream);
        }
        catch
        {
            using IDisposable _ = no_grad();
            foreach ((string name, Tensor tensor) in model.state_dict())
            {
                tensor.copy_(before[name]);
            }

            throw;
        }
    }

    private static void Swallowing<TModel>(TModel model, string path)
        where TModel : Module
    {
        try
        {
            model.load(path);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception.Message);
        }
    }

    private sealed class LoadsOnce : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private bool _isLoaded;

        public LoadsOnce()
            : base(nameof(LoadsOnce)) => RegisterComponents();

        public void LoadFrom(string path)
        {
            if (_isLoaded)
            {
                throw new InvalidOperationException("It is loaded already.");
            }

            _isLoaded = true;
            load(path, strict: false);
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class Tempered : Module<Tensor, Tensor>
    {
        private readonly Parameter temperature = Parameter(ones(1).squeeze());
        private readonly Linear? head;

        public Tempered(bool hasHead)
            : base(nameof(Tempered))
        {
            head = hasHead ? Linear(6, 3) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (head?.call(input) ?? input) * temperature;
    }
}
