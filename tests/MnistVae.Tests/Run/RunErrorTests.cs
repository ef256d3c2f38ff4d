namespace MnistVae.Tests.Run;

[Collection(RunTestGroup.Name)]
public sealed class RunErrorTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Theory]
    [InlineData("evaluate")]
    [InlineData("generate")]
    [InlineData("train", "--resume", "--run")]
    public void A_damaged_checkpoint_is_named(params string[] command)
    {
        using TemporaryFolder copy = run.Copy();
        string checkpoint = copy[Path.Combine("checkpoints", "last.safetensors")];
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[^1000] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);

        ProgramResult result = ProgramResult.Of([.. command, copy.Path]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(checkpoint, result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_data_are_named_and_no_run_folder_is_made()
    {
        using var folder = new TemporaryFolder();

        ProgramResult result = ProgramResult.Of("train", "--data", folder["nowhere"], "--run", folder["run"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(folder["nowhere"], result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_run_folder_that_cannot_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "no folder");
        string path = Path.Combine(folder["file"], "run");

        ProgramResult result = ProgramResult.Of([.. run.TrainArguments, "--run", path]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(path, result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_other_things_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["thesis.tex"], "precious");

        ProgramResult result = ProgramResult.Of([.. run.TrainArguments, "--run", folder.Path]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not empty and holds no run", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal([folder["thesis.tex"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_full_disk_ends_a_run_and_the_older_checkpoint_stands()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        using TemporaryFolder copy = run.Copy();
        string checkpoint = copy[Path.Combine("checkpoints", "last.safetensors")];
        byte[] before = File.ReadAllBytes(checkpoint);
        File.CreateSymbolicLink(checkpoint + MnistVae.Checkpoints.AtomicFile.PartialSuffix, "/dev/full");

        ProgramResult result = ProgramResult.Of("train", "--run", copy.Path, "--resume", "--epochs", "2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Cannot write '{checkpoint}': No space left", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(checkpoint));
    }

    [Theory]
    [InlineData("not json at all", "is damaged")]
    [InlineData("{\"model\": \"transformer\"}", "is damaged")]
    [InlineData("{\"model\": \"mlp\", \"speed\": 3}", "is damaged")]
    [InlineData("{\"model\": \"mlp\", \"batchSize\": 0}", "'batchSize'")]
    [InlineData("{\"model\": \"mlp\", \"device\": \"tpu\"}", "'device'")]
    public void Damaged_options_are_named(string content, string expected)
    {
        using TemporaryFolder copy = run.Copy();
        File.WriteAllText(copy["options.json"], content);

        ProgramResult result = ProgramResult.Of("evaluate", copy.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(copy["options.json"], result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Contains(expected, result.SingleErrorLine(), StringComparison.Ordinal);
    }
}
