using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>Names methods as their authors know them.</summary>
internal static class MethodNames
{
    /// <summary>
    /// Class and method, such as <c>Trainer.Step</c>. What a compiler made of a lambda, an iterator or an asynchronous method
    /// bears the name of the method that it stands in.
    /// </summary>
    public static string Of(MethodDefinition method)
    {
        TypeDefinition type = method.DeclaringType;
        string name = Inner(method.Name);
        while (IsMade(type.Name) && type.DeclaringType is not null)
        {
            // Of `<Step>d__3.MoveNext` the method is Step; of `<>c.<Step>b__3_0` the lambda has said it.
            name = name is "MoveNext" && Inner(type.Name) is { Length: > 0 } outer ? outer : name;
            type = type.DeclaringType;
        }

        return $"{type.Name.Split('`')[0]}.{(name.Length == 0 ? method.Name : name)}";
    }

    private static bool IsMade(string name) => name.StartsWith('<') || name.Contains('@', StringComparison.Ordinal)
        || name.StartsWith("VB$", StringComparison.Ordinal)
        || name.StartsWith("_Closure$", StringComparison.Ordinal);

    private static string Inner(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 0 and int end ? name[1..end] : name;
}
