using System.CommandLine;
using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;

namespace MnistVae.Run;

/// <summary><c>evaluate RUN</c>: the test loss of a checkpoint, and its pictures.</summary>
internal sealed class EvaluateCommand
{
    private readonly UserInterface _user;
    private readonly Argument<string> _run = OptionKinds.Run();
    private readonly Option<CheckpointKind?> _checkpoint = OptionKinds.Checkpoint();
    private readonly Option<string?> _data = OptionKinds.PathName("--data", "The data, if not that of the run", "FOLDER");
    private readonly Option<string?> _device = OptionKinds.Device();

    /// <summary>Makes the command.</summary>
    /// <param name="user">Where the words go.</param>
    public EvaluateCommand(UserInterface user)
    {
        _user = user;
        Command = new Command("evaluate", "Prints the test loss of a run's checkpoint, and draws its pictures anew.")
        {
            _run, _checkpoint, _data, _device,
        };
        Command.SetAction(Evaluate);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Evaluate(ParseResult given)
    {
        var folder = new RunFolder(given.GetRequiredValue(_run));
        RunOptions stored = folder.ReadOptions();
        RunOptions options = stored with
        {
            Data = given.GetValue(_data) ?? stored.Data,
            Device = given.GetValue(_device) ?? stored.Device,
        };
        using Vae model = RunParts.BuildModel(options);
        string checkpoint = folder.Checkpoint(given.GetValue(_checkpoint) ?? CheckpointKind.Last);
        CheckpointManifest manifest = ModelState.Load(checkpoint, model);
        using MnistData data = RunParts.OpenData(options);
        EvaluationResult result = new Evaluator(new VaeLoss(), RunParts.TrainerOptions(options)).Evaluate(model, data.Test);
        new RunPictures(model, folder.Pictures).Draw(data.Test, folder.Logs, options.Seed);
        _user.Output.WriteLine(RunReport.TestLoss(result));
        _user.Output.WriteLine(RunReport.Checkpoint(checkpoint, manifest));
        _user.Output.WriteLine(RunReport.Pictures(folder));
        return ExitCode.Success;
    }
}
