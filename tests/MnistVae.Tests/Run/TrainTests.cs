using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MnistVae.Checkpoints;
using MnistVae.Logging;
using MnistVae.Training;
using StbImageSharp;

namespace MnistVae.Tests.Run;

[Collection(RunTestGroup.Name)]
public sealed partial class TrainTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void A_run_leaves_options_logs_checkpoints_and_pictures()
    {
        Assert.Equal((0, string.Empty), (run.Result.ExitCode, run.Result.Error));
        string[] files =
        [
            .. Directory.GetFiles(run.Folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(run.Folder, file).Replace('\\', '/'))
                .Select(file => file.StartsWith("logs/events.out.tfevents.", StringComparison.Ordinal) ? "logs/events" : file)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            [
                "checkpoints/best.safetensors", "checkpoints/last.safetensors", "logs/events", "options.json",
                "pictures/latent-space.svg", "pictures/loss-curves.svg", "pictures/reconstructions.png",
                "pictures/samples.png",
            ],
            files);
    }

    [Fact]
    public void The_output_is_plain_and_names_loss_time_and_places()
    {
        Assert.DoesNotContain('\e', run.Result.Output);
        Assert.Contains("MLP VAE with 4 latent values: 1 epochs of 80 images on cpu", run.Result.Output, StringComparison.Ordinal);
        Assert.Matches(@"epoch 1/1  train loss \d+\.\d\d  test loss \d+\.\d\d  \d+\.\d s", run.Result.Output);
        Assert.Matches(@"test loss +\d+\.\d\d = squared error .* mean of 60 images", run.Result.Output);
        Assert.Matches(@"time +\d+\.\d s for 3 steps", run.Result.Output);
        Assert.Matches(@"logs +\S+logs ", run.Result.Output);
        Assert.Matches(@"checkpoints +\S+checkpoints ", run.Result.Output);
        Assert.Matches(@"pictures +\S+pictures ", run.Result.Output);
    }

    [Fact]
    public void The_options_are_kept_as_given()
    {
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "options.json")));

        Assert.Equal("mlp", options.RootElement.GetProperty("model").GetString());
        Assert.Equal(32, options.RootElement.GetProperty("batchSize").GetInt32());
        Assert.Equal(4, options.RootElement.GetProperty("latentSize").GetInt32());
        Assert.Equal(5, options.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(0.001, options.RootElement.GetProperty("learningRate").GetDouble());
    }

    [Fact]
    public void Pictures_have_the_sizes_of_their_grids()
    {
        Assert.Equal((6 * 128 + 7 * 6, 8 * 64 + 9 * 6), Size("reconstructions.png"));
        Assert.Equal((10 * 64 + 11 * 6, 8 * 64 + 9 * 6), Size("samples.png"));
    }

    [Fact]
    public void Evaluation_of_the_last_checkpoint_gives_the_loss_of_the_run()
    {
        using TemporaryFolder copy = run.Copy();
        Directory.Delete(copy["pictures"], recursive: true);

        ProgramResult result = ProgramResult.Of("evaluate", copy.Path);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(TestLoss(run.Result.Output), TestLoss(result.Output));
        Assert.Contains("(step 3, 1 complete epochs)", result.Output, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(copy["pictures"]).Length);
    }

    [Fact]
    public void Generated_images_depend_on_the_seed_alone()
    {
        using var folder = new TemporaryFolder();

        foreach ((string seed, string file) in new[] { ("1", "first.png"), ("1", "second.png"), ("2", "third.png") })
        {
            ProgramResult result = ProgramResult.Of(
                "generate", run.Folder, "--count", "12", "--seed", seed, "--output", folder[file]);
            Assert.Equal((0, folder[file]), (result.ExitCode, result.Output.Trim()));
        }

        Assert.Equal(File.ReadAllBytes(folder["first.png"]), File.ReadAllBytes(folder["second.png"]));
        Assert.NotEqual(File.ReadAllBytes(folder["first.png"]), File.ReadAllBytes(folder["third.png"]));
        Assert.Equal((10 * 64 + 11 * 6, 2 * 64 + 3 * 6), Size(folder["first.png"]));
    }

    [Fact]
    public void A_generated_picture_overwrites_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.png"], "mine");

        ProgramResult result = ProgramResult.Of("generate", run.Folder, "--output", folder["mine.png"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("exists already", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["mine.png"]));
    }

    [Fact]
    public void A_resumed_run_goes_on_where_it_was_and_draws_both_parts()
    {
        using TemporaryFolder copy = run.Copy();

        ProgramResult result = ProgramResult.Of("train", "--run", copy.Path, "--resume", "--epochs", "2");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains("going on after step 3", result.Output, StringComparison.Ordinal);
        Assert.Contains("epoch 2/2  train loss", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1/2  train loss", result.Output, StringComparison.Ordinal);
        using Checkpoint last = CheckpointFile.Read(copy[Path.Combine("checkpoints", "last.safetensors")]);
        Assert.Equal((6L, 2L), (last.Manifest.Step, last.Manifest.Epoch));
        string[] logs = Directory.GetFiles(copy["logs"]);
        Assert.Equal(2, logs.Length);
        Assert.Equal(
            [1L, 2L, 3L, 4L, 5L, 6L],
            logs.SelectMany(EventFileReader.Read)
                .Where(record => record.Summary?.Value.Any(value => value.Tag == MetricTags.TrainLoss) == true)
                .Select(record => record.Step).Order());
    }

    [Fact]
    public void A_resumed_run_ends_as_one_that_was_not_interrupted()
    {
        using TemporaryFolder copy = run.Copy();
        using var whole = new TemporaryFolder();

        ProgramResult resumed = ProgramResult.Of("train", "--run", copy.Path, "--resume", "--epochs", "2");
        ProgramResult uninterrupted = ProgramResult.Of(
            [.. run.TrainArguments.Select((value, i) => i > 0 && run.TrainArguments[i - 1] == "--epochs" ? "2" : value),
                "--run", whole["run"]]);

        Assert.Equal(TestLoss(uninterrupted.Output), TestLoss(resumed.Output));
    }

    [Fact]
    public void A_finished_run_that_is_resumed_is_only_judged_again()
    {
        using TemporaryFolder copy = run.Copy();

        ProgramResult result = ProgramResult.Of("train", "--run", copy.Path, "--resume");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("for 0 steps", result.Output, StringComparison.Ordinal);
        Assert.Equal(TestLoss(run.Result.Output), TestLoss(result.Output));
    }

    [Theory]
    [InlineData("--seed", "9", "--seed is '9'; allowed with --resume is what the run was begun with, '5'.")]
    [InlineData("--model", "cnn", "--model is 'cnn'; allowed with --resume is what the run was begun with, 'mlp'.")]
    [InlineData("--limit", "9", "--limit is '9'; allowed with --resume is what the run was begun with, 'none'.")]
    public void A_run_is_not_resumed_with_other_options(string option, string value, string expected)
    {
        ProgramResult result = ProgramResult.Of("train", "--run", run.Folder, "--resume", option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_refused_and_stays_as_it_is()
    {
        using TemporaryFolder copy = run.Copy();
        string[] before = [.. Contents(copy.Path)];

        ProgramResult result = ProgramResult.Of([.. run.TrainArguments, "--run", copy.Path]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("already holds a run; add --resume", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(before, Contents(copy.Path));
    }

    private static IEnumerable<string> Contents(string folder) => Directory
        .GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => file + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private (int Width, int Height) Size(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(run.Folder, "pictures", name));
        ImageResult picture = ImageResult.FromStream(stream);
        return (picture.Width, picture.Height);
    }

    private static double TestLoss(string output) =>
        double.Parse(TestLossPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^test loss +(\d+\.\d\d) = ", RegexOptions.Multiline)]
    private static partial Regex TestLossPattern();
}
