namespace TorchTrust.Probes;

/// <summary>A member of TorchSharp that woven code calls through a shim.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="LeftOut">What stands for its result where a call is left out.</param>
/// <param name="Type">The class that declares it, such as <c>torch.optim.Optimizer</c>.</param>
/// <param name="Name">Its name; that of a constructor is <c>.ctor</c>.</param>
/// <param name="Parameters">The names of its parameters; the first is <c>this</c> where it is called on an object.</param>
internal sealed record WovenMember(CallKind Kind, LeftOut LeftOut, string Type, string Name, IReadOnlyList<string> Parameters)
{
    /// <summary>The name of what a call is made on.</summary>
    public const string This = "this";

    /// <summary>Its name in messages, such as <c>Optimizer.zero_grad</c>.</summary>
    public string DisplayName
    {
        get
        {
            string type = Type[(Type.LastIndexOf('.') + 1)..].Split('`')[0];
            return Name == ".ctor" ? $"new {type}" : $"{type}.{Name}";
        }
    }

    /// <summary>Where a parameter stands; -1 if there is none of that name.</summary>
    public int IndexOf(string parameter)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i] == parameter)
            {
                return i;
            }
        }

        return -1;
    }
}
