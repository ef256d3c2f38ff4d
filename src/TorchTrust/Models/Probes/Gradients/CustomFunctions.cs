using System.Reflection;
using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Finds whether the code of a subject applies a function with a backward pass of its own. TorchSharp shows no node of a graph, so
/// the compiled code is read.
/// </summary>
internal static class CustomFunctions
{
    /// <summary>The names of the functions that forward or the declared loss can apply.</summary>
    public static IReadOnlyList<string> In(ModelSession session)
    {
        IEnumerable<MethodBase> entries = UserCode.Of(session.Model)
            .Concat(UserCode.OfDelegates(session.Model)).Concat(UserCode.OfDelegates(session.Subject.Forward))
            .Concat(UserCode.OfDelegates(session.Subject.Loss));
        return
        [
            .. ReachableCode.From(entries.Select(method => (method, method.Name)), UserCode.IsUsers)
                .Select(reached => FunctionOf(reached.Member)).OfType<string>().Distinct(),
        ];
    }

    /// <summary>A member of a class that derives from <c>autograd.SingleTensorFunction</c> or <c>MultiTensorFunction</c>, or of such a base.</summary>
    private static string? FunctionOf(MemberInfo member)
    {
        for (Type? type = member.DeclaringType; type is not null; type = type.BaseType)
        {
            if (type is { IsGenericType: true, Name: "SingleTensorFunction`1" or "MultiTensorFunction`1" }
                && type.Assembly == typeof(TorchSharp.torch).Assembly)
            {
                return type.GetGenericArguments()[0].Name;
            }
        }

        return null;
    }
}
