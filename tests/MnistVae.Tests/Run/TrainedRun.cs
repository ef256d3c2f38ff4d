namespace MnistVae.Tests.Run;

/// <summary>A tiny run through the program's entry point, made once; tests that change it work on a copy.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        SmallMnist.Write(Data, trainCount: 80, testCount: 60);
        Result = ProgramResult.Of([.. TrainArguments, "--run", Folder]);
    }

    internal ProgramResult Result { get; }

    internal string Data => _folder["data"];

    internal string Folder => _folder["run"];

    internal string[] TrainArguments =>
    [
        "train", "--model", "mlp", "--epochs", "1", "--batch-size", "32", "--latent-size", "4", "--seed", "5", "--data", Data,
    ];

    public void Dispose() => _folder.Dispose();

    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            string target = copy[Path.GetRelativePath(Folder, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
