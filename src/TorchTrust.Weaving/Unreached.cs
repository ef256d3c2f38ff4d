using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>Counts what calls TorchSharp in ways that no shim reaches.</summary>
internal sealed class Unreached
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What there is, with its number.</summary>
    public IReadOnlyList<(string What, int Count)> Counts => [.. _counts.Select(each => (each.Key, each.Value))];

    /// <summary>A member of the table in an expression tree.</summary>
    public void ExpressionTree() => Add("expression trees");

    /// <summary>A call of an interface's member on a type parameter.</summary>
    public void Constrained() => Add("calls by a constraint");

    /// <summary>A delegate that is made in a way that is not known.</summary>
    public void Delegate() => Add("delegates");

    /// <summary>A call of a class that shims may not name.</summary>
    public void Inaccessible() => Add("calls of private classes");

    /// <summary>Looks at what is called, for ways to call anything by its name.</summary>
    public void Look(MethodReference called)
    {
        switch (called.DeclaringType.FullName)
        {
            case "System.Reflection.MethodBase" or "System.Reflection.MethodInfo" when called.Name == "Invoke":
                Add("calls by reflection");
                break;
            case "System.Type" when called.Name == "InvokeMember":
                Add("calls by reflection");
                break;
            case "Microsoft.CSharp.RuntimeBinder.Binder" when called.Name == "InvokeMember":
            case "Microsoft.VisualBasic.CompilerServices.NewLateBinding":
                Add("dynamic calls");
                break;
        }
    }

    private void Add(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;
}
