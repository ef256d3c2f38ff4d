using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Tests.Training;
using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Checkpoints;

/// <summary>A checkpoint that does not fit is refused, and changes nothing.</summary>
[Collection(nameof(SerialTests))]
public sealed class ResumeTests : IDisposable
{
    private static readonly ImageShape s_shape = new(1, 8, 8);

    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticImages _images = new(6, s_shape, seed: 1);
    private readonly TrainerOptions _options = new()
    {
        BatchSize = 4,
        Workers = 0,
        EvaluateEvery = Interval.Never,
        CheckpointEvery = Interval.Never,
    };

    private readonly string _path;

    public ResumeTests()
    {
        var store = new CheckpointStore(_folder.Path);
        _path = store.LastPath;
        using Vae model = CreateModel(seed: 1);
        using Trainer trainer = Create(model, parts: new TrainerParts { Checkpoints = store });
        trainer.TrainSteps(2);
    }

    public void Dispose()
    {
        _images.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_damaged_checkpoint_changes_nothing()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        bytes[^5000] ^= 1;
        File.WriteAllBytes(_path, bytes);

        Assert.Contains("SHA-256", Refusal(CreateModel(seed: 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused()
        => Assert.Contains(
            "model is CnnVae of [1, 8, 8] with 4 latent values, now MlpVae of [1, 8, 8] with 4 latent values",
            Refusal(new MlpVae(s_shape, latentSize: 4)),
            StringComparison.Ordinal);

    [Fact]
    public void A_checkpoint_of_another_size_is_refused()
        => Assert.Contains(
            "with 4 latent values, now CnnVae of [1, 8, 8] with 5 latent values",
            Refusal(new CnnVae(s_shape, latentSize: 5)),
            StringComparison.Ordinal);

    [Fact]
    public void Other_settings_are_refused_and_all_named()
    {
        string message = Refusal(
            CreateModel(seed: 2), _options with { Seed = 9, BatchSize = 3, KlWeight = 0.5, LearningRate = 0.01 });

        Assert.Contains("seed is 0, now 9", message, StringComparison.Ordinal);
        Assert.Contains("batch size is 4, now 3", message, StringComparison.Ordinal);
        Assert.Contains("weight of the divergence is 1, now 0.5", message, StringComparison.Ordinal);
        Assert.Contains("learning rate 0.001, betas", message, StringComparison.Ordinal);
        Assert.Contains("now learning rate 0.01, betas", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_shapes_and_types_are_refused_and_all_named()
    {
        Rewrite(tensors =>
        {
            tensors["model.encoder.0.bias"] = zeros(1);
            tensors["model.encoder.2.bias"] = tensors["model.encoder.2.bias"].to(float64);
            tensors["optimizer.encoder.4.bias.exp_avg"] = zeros(63);
            tensors.Remove("optimizer.encoder.4.bias.step");
            tensors.Add("model.stranger", zeros(1));
        });

        string message = Refusal(CreateModel(seed: 2));

        Expect("'model.encoder.0.bias' is Float32 [1], expected Float32 [16]");
        Expect("'model.encoder.2.bias' is Float64 [32], expected Float32 [32]");
        Expect("'optimizer.encoder.4.bias.exp_avg' is Float32 [63], expected");
        Expect("'optimizer.encoder.4.bias.step' is missing");
        Expect("'model.stranger' is unknown");

        void Expect(string difference) => Assert.Contains(difference, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_that_forgot_a_parameter_does_not_fit()
    {
        var parts = new TrainerParts
        {
            CreateOptimizer = (model, rate) => optim.Adam(model.parameters().Skip(1).ToArray(), rate),
        };

        Assert.Contains(
            "'optimizer.encoder.0.weight.exp_avg' is unknown",
            Refusal(CreateModel(seed: 2), parts: parts),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_alone_is_loaded_bit_for_bit()
    {
        using Vae model = CreateModel(seed: 2);

        CheckpointManifest manifest = ModelState.Load(_path, model);

        using Checkpoint checkpoint = CheckpointFile.Read(_path);
        Assert.Equal(2, manifest.Step);
        Assert.All(Weights.Bits(model), named => Assert.True(
            checkpoint.Tensors["model." + named.Key].bytes.SequenceEqual(named.Value), named.Key));
    }

    [Fact]
    public void A_model_alone_is_left_as_it_is_if_it_is_another()
    {
        using Vae model = new CnnVae(s_shape, latentSize: 5);
        SortedDictionary<string, byte[]> before = Weights.Bits(model);

        Assert.Throws<CheckpointException>(() => ModelState.Load(_path, model));

        Assert.Empty(Weights.Differences(before, Weights.Bits(model)));
    }

    [Fact]
    public void A_run_whose_folder_cannot_be_written_ends_with_its_name()
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        using Vae model = CreateModel(seed: 1);
        using Trainer trainer = Create(model, parts: new TrainerParts { Checkpoints = new CheckpointStore(file) });

        var exception = Assert.Throws<OutputFileException>(
            () => trainer.TrainSteps(1, TestContext.Current.CancellationToken));

        Assert.Equal(Path.Combine(file, "last.safetensors"), exception.Path);
    }

    /// <summary>Resumes, expects that to be refused and everything to be as before, and gives the message.</summary>
    private string Refusal(Vae model, TrainerOptions? options = null, TrainerParts? parts = null)
    {
        using (model)
        {
            using Trainer trainer = Create(model, options, parts);
            SortedDictionary<string, byte[]> before = Weights.Bits(model);
            var exception = Assert.Throws<CheckpointException>(() => trainer.Resume(_path));
            Assert.Empty(Weights.Differences(before, Weights.Bits(model)));
            Assert.Equal((0, _path), (trainer.Step, exception.Path));
            return exception.Message;
        }
    }

    private void Rewrite(Action<IDictionary<string, Tensor>> change)
    {
        using Checkpoint checkpoint = CheckpointFile.Read(_path);
        using var scope = NewDisposeScope();
        var tensors = new SortedDictionary<string, Tensor>(checkpoint.Tensors.ToDictionary(), StringComparer.Ordinal);
        change(tensors);
        CheckpointFile.Write(_path, new Checkpoint(checkpoint.Manifest, tensors));
    }

    private static CnnVae CreateModel(ulong seed) => Weights.Seed(new CnnVae(s_shape, latentSize: 4), seed);

    private Trainer Create(Vae model, TrainerOptions? options = null, TrainerParts? parts = null)
        => new(model, new TrainerData(_images, _images), options ?? _options, parts);
}
