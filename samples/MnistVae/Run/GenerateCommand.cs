using System.CommandLine;
using MnistVae.Checkpoints;
using MnistVae.Models;

namespace MnistVae.Run;

/// <summary><c>generate RUN</c>: images made from codes of the prior.</summary>
internal sealed class GenerateCommand
{
    private const long DefaultCount = 100;
    private const long MostImages = 10_000;

    private readonly UserInterface _user;
    private readonly Argument<string> _run = OptionKinds.Run();
    private readonly Option<CheckpointKind?> _checkpoint = OptionKinds.Checkpoint();
    private readonly Option<long?> _count =
        OptionKinds.WholeNumber("--count", $"The number of images ({DefaultCount} if not given)", 1, MostImages);

    private readonly Option<long?> _seed =
        OptionKinds.WholeNumber("--seed", "Decides the images (0 if not given)", 0, long.MaxValue);

    private readonly Option<string?> _output =
        OptionKinds.PathName("--output", "The PNG file (named after the seed, among the run's pictures, if not given)", "FILE");

    /// <summary>Makes the command.</summary>
    /// <param name="user">Where the words go.</param>
    public GenerateCommand(UserInterface user)
    {
        _user = user;
        Command = new Command("generate", "Draws new digits with a run's model.")
        {
            _run, _count, _seed, _output, _checkpoint,
        };
        Command.SetAction(Generate);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Generate(ParseResult given)
    {
        var folder = new RunFolder(given.GetRequiredValue(_run));
        int count = (int)(given.GetValue(_count) ?? DefaultCount);
        long seed = given.GetValue(_seed) ?? 0;
        RunOptions options = folder.ReadOptions() with { Device = "cpu" };
        string output = given.GetValue(_output)
            ?? Path.Combine(folder.Pictures, FormattableString.Invariant($"generated-{count}-seed-{seed}.png"));
        if (Path.Exists(output))
        {
            throw new RunException($"'{output}' exists already and is not overwritten; name another with --output.");
        }

        using Vae model = RunParts.BuildModel(options);
        ModelState.Load(folder.Checkpoint(given.GetValue(_checkpoint) ?? CheckpointKind.Last), model);
        model.eval();
        RunPictures.DrawSamples(model, count, seed, output);
        _user.Output.WriteLine(output);
        return ExitCode.Success;
    }
}
