namespace MnistVae.Run;

/// <summary>How the program ends; after a signal it is 128 and the signal's number.</summary>
internal static class ExitCode
{
    /// <summary>All is done.</summary>
    public const int Success = 0;

    /// <summary>Something outside the program was not as it must be.</summary>
    public const int Failure = 1;

    /// <summary>The command line is not allowed.</summary>
    public const int Usage = 2;
}
