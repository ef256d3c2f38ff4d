using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>How a loss is built and called.</summary>
internal sealed record LossRecipe
{
    private LossRecipe(
        string name, int arity, IReadOnlyList<string>? argumentNames, Func<object> build, Func<object, object?[], object?> call)
    {
        Name = name;
        Arity = arity;
        ArgumentNames = argumentNames;
        Build = build;
        Call = call;
    }

    /// <summary>The name in results.</summary>
    public string Name { get; }

    /// <summary>The number of arguments.</summary>
    public int Arity { get; }

    /// <summary>The names of the arguments as the user wrote them; null where only the module that is built can tell.</summary>
    public IReadOnlyList<string>? ArgumentNames { get; }

    /// <summary>Builds what computes the loss: a module, an object, or the function itself.</summary>
    public Func<object> Build { get; }

    /// <summary>Gives the loss, or a tuple that begins with it, from what was built and the arguments.</summary>
    public Func<object, object?[], object?> Call { get; }

    /// <summary>A loss that is a function.</summary>
    public static LossRecipe Of(Delegate loss, string? name, Func<object?[], object?> call)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int arity = ArityOf(loss);
        return new(name ?? NameOf(loss), arity, ParametersOf(loss, arity), () => loss, (_, arguments) => call(arguments));
    }

    /// <summary>A loss that is a module.</summary>
    public static LossRecipe OfModule<TModule>(
        Func<TModule> build, string? name, int arity, Func<TModule, object?[], object?> call)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(build);
        return new(name ?? NameOf(build), arity, null, build, (module, arguments) => call((TModule)module, arguments));
    }

    /// <summary>A loss that is computed by an object.</summary>
    public static LossRecipe OfObject<TLoss>(
        Func<TLoss> build, Delegate loss, string? name, Func<TLoss, object?[], object?> call)
        where TLoss : class
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(loss);
        int arity = ArityOf(loss) - 1;
        return new(name ?? NameOf(loss), arity, ParametersOf(loss, arity), build, (built, arguments) => call((TLoss)built, arguments));
    }

    private static int ArityOf(Delegate function) => function.GetType().GetMethod("Invoke")!.GetParameters().Length;

    /// <summary>The last ones: a delegate may have bound the first.</summary>
    private static string[] ParametersOf(Delegate function, int count) =>
        [.. function.Method.GetParameters().TakeLast(count).Select((parameter, index) => parameter.Name ?? $"argument {index}")];

    /// <summary>The name of a method; of a local function its own, of a lambda that of the member in which it stands.</summary>
    private static string NameOf(Delegate function)
    {
        const string local = ">g__";
        const string getter = "get_";

        // F# makes a class of each lambda, with the name of what it stands in: loss@26.
        string name = function.Method.DeclaringType?.Name is { } closure
            && closure.IndexOf('@', StringComparison.Ordinal) is var end and > 0
            ? closure[..end]
            : function.Method.Name;
        if (name.IndexOf(local, StringComparison.Ordinal) is var start and > 0)
        {
            return name[(start + local.Length)..name.LastIndexOf('|')];
        }

        string member = name is ['<', ..] ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
        return member is "" or ['.' or '<', ..] ? "loss"
            : member.StartsWith(getter, StringComparison.Ordinal) ? member[getter.Length..] : member;
    }
}
