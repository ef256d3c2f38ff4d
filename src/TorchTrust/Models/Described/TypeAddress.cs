namespace TorchTrust.Models.Described;

/// <summary>A type by its names: who describes a model has not loaded it.</summary>
/// <param name="Name">The full name as reflection has it, with <c>+</c> before nested classes.</param>
/// <param name="Assembly">The simple name of the assembly that defines it.</param>
internal sealed record TypeAddress(string Name, string Assembly)
{
    /// <summary>Finds the type in the program of this process.</summary>
    /// <exception cref="TypeLoadException">It is not there.</exception>
    public Type Find() => Type.GetType($"{Name}, {Assembly}", throwOnError: true)!;
}
