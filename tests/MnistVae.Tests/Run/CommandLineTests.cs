using MnistVae.Run;

namespace MnistVae.Tests.Run;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("train --epochs abc", "--epochs is 'abc'; allowed is a whole number from 1 to 100000.")]
    [InlineData("train --epochs 0", "--epochs is '0'; allowed is a whole number from 1 to 100000.")]
    [InlineData("train --epochs 99999999999999999999", "allowed is a whole number from 1 to 100000.")]
    [InlineData("train --epochs", "--epochs has no value; allowed is a whole number from 1 to 100000.")]
    [InlineData("train --epochs 1 --epochs 2", "--epochs has more than one value; allowed is a whole number")]
    [InlineData("train --model gan", "--model is 'gan'; allowed is mlp or cnn.")]
    [InlineData("train --batch-size 1e3", "--batch-size is '1e3'; allowed is a whole number from 1 to 60000.")]
    [InlineData("train --learning-rate 0", "--learning-rate is '0'; allowed is a number above 0, up to 10")]
    [InlineData("train --learning-rate NaN", "--learning-rate is 'NaN'; allowed is a number above 0, up to 10")]
    [InlineData("train --learning-rate 0,001", "--learning-rate is '0,001'; allowed is a number above 0, up to 10")]
    [InlineData("train --latent-size 1.5", "--latent-size is '1.5'; allowed is a whole number from 1 to 4096.")]
    [InlineData("train --seed -1", "--seed is '-1'; allowed is a whole number from 0 to 9223372036854775807.")]
    [InlineData("train --workers -1", "--workers is '-1'; allowed is a whole number from 0 to 64.")]
    [InlineData("train --device tpu", "--device is 'tpu'; allowed is cpu, cuda, or cuda with an index like cuda:1.")]
    [InlineData("train --device cuda:99", "--device is 'cuda:99'; allowed on this machine is cpu")]
    [InlineData("train --limit 0", "--limit is '0'; allowed is a whole number from 1 to 60000.")]
    [InlineData("train --data ", "--data is ''; allowed is the name of a folder.")]
    [InlineData("train --run ", "--run is ''; allowed is the name of a folder.")]
    [InlineData("train --resume", "--resume has no run to go on with; allowed is --resume with --run FOLDER.")]
    [InlineData("train --speed 3", "'--speed' is unknown; allowed is --model, --epochs, --batch-size,")]
    [InlineData("learn", "'learn' is unknown; allowed is train, evaluate, generate, --help.")]
    [InlineData("--epochs 3", "'--epochs' is unknown; allowed is train, evaluate, generate, --help.")]
    [InlineData("evaluate", "RUN is missing; allowed is the folder of a run")]
    [InlineData("evaluate a b", "'b' is unknown; allowed is --checkpoint, --data, --device.")]
    [InlineData("evaluate a --checkpoint first", "--checkpoint is 'first'; allowed is last or best.")]
    [InlineData("generate", "RUN is missing; allowed is the folder of a run")]
    [InlineData("generate a --count -3", "--count is '-3'; allowed is a whole number from 1 to 10000.")]
    [InlineData("generate a --output ", "--output is ''; allowed is the name of a file.")]
    public void A_bad_command_line_ends_with_one_line_that_says_what_is_allowed(string commandLine, string expected)
    {
        ProgramResult result = ProgramResult.Of(commandLine.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Help_lists_the_commands()
    {
        ProgramResult result = ProgramResult.Of("--help");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains("  train  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("  evaluate <RUN>  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("  generate <RUN>  ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--model <mlp|cnn>", "--learning-rate <X>", "--resume")]
    [InlineData("evaluate", "RUN", "--checkpoint <last|best>", "--data <FOLDER>")]
    [InlineData("generate", "RUN", "--count <N>", "--output <FILE>")]
    public void Help_of_a_command_lists_its_options(string command, params string[] expected)
    {
        ProgramResult result = ProgramResult.Of(command, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(expected, text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        using var folder = new TemporaryFolder();

        ProgramResult result = ProgramResult.Of("evaluate", folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"'{folder.Path}' holds no run", result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_the_run_is_named_after_time_and_model()
    {
        var now = new DateTimeOffset(2026, 3, 4, 15, 6, 7, TimeSpan.Zero);

        Assert.Equal(Path.Combine("runs", "20260304-150607-mlp"), RunFolder.Unused(ModelKind.Mlp, now).Path);
    }
}
