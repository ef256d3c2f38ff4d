namespace TorchTrust.Cli.Checking;

/// <summary>What TorchSharp does wrong for everybody: no check lays it to the user's code, so a run says once where it stands.</summary>
internal static class KnownTraps
{
    /// <summary>A line for the notes of a run.</summary>
    public const string Note =
        "TorchSharp's own faults are not laid to your code: load takes damaged files in silence, and more: "
            + "https://github.com/torchtrust/torchtrust/blob/main/docs/torchsharp.md";
}
