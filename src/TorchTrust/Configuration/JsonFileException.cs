namespace TorchTrust.Configuration;

/// <summary>What stands in a file of the user is not what may stand there. The message names the place.</summary>
internal sealed class JsonFileException : Exception
{
    /// <summary>Takes the place and what is wrong with it.</summary>
    public JsonFileException(string place, string problem)
        : base($"{(place.Length == 0 ? "the document" : place)} {problem}")
    {
    }
}
