using System.Globalization;

namespace TorchTrust.Watch.Fixture;

/// <summary>What a training was asked for: its name, then options as NAME=NUMBER.</summary>
internal sealed class Job(string[] arguments)
{
    /// <summary>A number.</summary>
    public int this[string name, int otherwise] => arguments.Skip(1).Select(argument => argument.Split('='))
        .Where(parts => parts.Length == 2 && parts[0] == name).Select(parts => int.Parse(parts[1], CultureInfo.InvariantCulture))
        .DefaultIfEmpty(otherwise).First();

    /// <summary>The epochs.</summary>
    public int Epochs => this["epochs", 3];
}
