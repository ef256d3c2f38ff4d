using System.Reflection;
using System.Text.RegularExpressions;
using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Calls of functions that drop elements unless they are told the mode, in the source of a subject, to which nobody tells it. The
/// compiled code does not say it, since it has the default in full: the statement is read in the source, where that is at hand.
/// </summary>
internal static partial class ForgottenTraining
{
    private const string Argument = "training";

    /// <summary>The places, in words that follow "the mode is not passed".</summary>
    public static IReadOnlyList<string> In(ModelSession session)
    {
        IEnumerable<MethodBase> methods = UserCode.Of(session.Model).Concat(UserCode.OfDelegates(session.Model))
            .Concat(UserCode.OfDelegates(session.Subject.Forward)).Distinct();
        return
        [
            .. from method in methods
               from reference in MethodReferences.WithOffsets(method)
               where DropsByDefault(reference.Member)
               let statement = DebugSymbols.StatementAt(method, reference.Offset)
               where statement is not null && IsForgotten(statement.Value.Text, (MethodBase)reference.Member)
               let place = statement.Value.Place
               select $"{method.DeclaringType!.Name.Split('`', 2)[0]}.{method.Name} ({Path.GetFileName(place.File)}:{place.Line})",
        ];
    }

    private static bool DropsByDefault(MemberInfo member) => member is MethodInfo { IsStatic: true } function
        && function.DeclaringType?.FullName == "TorchSharp.torch+nn+functional"
        && function.Name.Contains("dropout", StringComparison.Ordinal)
        && function.GetParameters().Any(parameter => parameter is { Name: Argument, HasDefaultValue: true, DefaultValue: true });

    /// <summary>Whether a statement calls the function once, and neither by name nor by place with the argument.</summary>
    private static bool IsForgotten(string statement, MethodBase function)
    {
        Match[] calls = [.. Regex.Matches(statement, $@"\b{Regex.Escape(function.Name)}\s*\(").Cast<Match>()];
        if (calls.Length != 1)
        {
            return false;
        }

        IReadOnlyList<string> arguments = ArgumentsFrom(statement, calls[0].Index + calls[0].Length);
        int place = Array.FindIndex(function.GetParameters(), parameter => parameter.Name == Argument);
        return arguments.Count <= place && !arguments.Any(argument => NamedTraining().IsMatch(argument));
    }

    /// <summary>The arguments of a call, from the character after its opening parenthesis on.</summary>
    private static List<string> ArgumentsFrom(string text, int start)
    {
        var arguments = new List<string>();
        int depth = 0;
        int begin = start;
        for (int at = start; at < text.Length; at++)
        {
            if (depth == 0 && (text[at] is ',' or ')'))
            {
                arguments.Add(text[begin..at]);
                begin = at + 1;
                if (text[at] == ')')
                {
                    break;
                }
            }

            depth += text[at] is '(' or '[' or '{' ? 1 : text[at] is ')' or ']' or '}' ? -1 : 0;
        }

        return arguments;
    }

    [GeneratedRegex(@"^\s*training\s*:")]
    private static partial Regex NamedTraining();
}
