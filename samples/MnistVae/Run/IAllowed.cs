namespace MnistVae.Run;

/// <summary>Part of the command line that can say in words which values it takes.</summary>
internal interface IAllowed
{
    /// <summary>The values, so that "allowed is …" becomes a sentence.</summary>
    string Allowed { get; }
}
