using System.Reflection;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>What tells the overloads of a method apart, in words that hold in every copy of its assembly.</summary>
internal static class MethodSignature
{
    /// <summary>The generic arity and the full types of the parameters and of the result.</summary>
    public static string Of(MethodInfo method)
    {
        MethodInfo definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        string parameters = string.Join(", ", definition.GetParameters().Select(parameter => parameter.ParameterType.ToString()));
        return $"`{definition.GetGenericArguments().Length}({parameters}) {definition.ReturnType}";
    }
}
