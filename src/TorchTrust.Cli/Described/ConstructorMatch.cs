using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>A constructor, with what it would be given.</summary>
internal sealed class ConstructorMatch
{
    private readonly BoundValue?[] _values;
    private readonly string[] _code;

    private ConstructorMatch(MethodDefinition constructor, BoundValue?[] values, string[] code, string? problem, int at)
    {
        Constructor = constructor;
        _values = values;
        _code = code;
        Problem = problem;
        At = at;
    }

    /// <summary>The constructor.</summary>
    public MethodDefinition Constructor { get; }

    /// <summary>Why it does not take the arguments; null if it does.</summary>
    public string? Problem { get; }

    /// <summary>Where that shows.</summary>
    public int At { get; }

    /// <summary>How far the arguments are from the types of the parameters.</summary>
    public int Cost => _values.Sum(value => value?.Cost ?? 0);

    /// <summary>How many parameters keep their defaults.</summary>
    public int Defaults => _values.Count(value => value is null);

    /// <summary>Tries a constructor.</summary>
    public static ConstructorMatch Of(MethodDefinition constructor, NewExpression made, ValueBinding binding)
    {
        ParameterDefinition[] parameters = [.. constructor.Parameters];
        var values = new BoundValue?[parameters.Length];
        List<string> code = [];
        ConstructorMatch Refused(string problem, int at) => new(constructor, values, [], problem, at);
        for (int i = 0; i < made.Arguments.Length; i++)
        {
            ArgumentExpression argument = made.Arguments[i];
            int index = argument.Name is { } name ? Array.FindIndex(parameters, parameter => parameter.Name == name) : i;
            if (index < 0)
            {
                return Refused($"there is no parameter '{argument.Name}'", argument.At);
            }

            if (index == parameters.Length - 1 && argument.Name is null && IsParameterArray(parameters[index])
                && argument.Value is not SequenceExpression)
            {
                // The rest of the arguments, one by one.
                Expression[] rest = [.. made.Arguments[i..].Select(each => each.Value)];
                argument = argument with { Value = new SequenceExpression(made.Text, argument.At, rest) };
                i = made.Arguments.Length;
            }

            if (index >= parameters.Length)
            {
                string most = parameters.Length == 0 ? "none is" : $"{parameters.Length} at most are";
                return Refused($"{Counted(made.Arguments.Length)} given, and {most} taken", argument.At);
            }

            if (values[index] is not null)
            {
                return Refused($"'{parameters[index].Name}' is given twice", argument.At);
            }

            (BoundValue? value, string? problem, int at) = binding.Bind(argument.Value, parameters[index].ParameterType);
            if (value is null)
            {
                return Refused($"{parameters[index].Name}: {problem}", at);
            }

            values[index] = value;
            code.Add(argument.Name is null ? value.Code : $"{argument.Name}: {value.Code}");
        }

        ParameterDefinition? missing = parameters.Where((parameter, index) => values[index] is null && IsDemanded(parameter))
            .FirstOrDefault();
        return missing is null
            ? new ConstructorMatch(constructor, values, [.. code], null, 0)
            : Refused($"'{missing.Name}' ({TypeNames.InCode(missing.ParameterType)}) is not given", made.At);
    }

    /// <summary>The object that it makes.</summary>
    public BoundValue Bound(TypeDefinition type) => new(
        new NewValue(
            ProgramTypes.AddressOf(type),
            [.. Constructor.Parameters.Select(parameter => NameOf(parameter.ParameterType))],
            [.. _values.Select(value => value?.Value)]),
        $"new {ProgramTypes.InCode(type)}({string.Join(", ", _code)})",
        0);

    private static string Counted(int count) => count == 1 ? "1 argument is" : $"{count} arguments are";

    private static bool IsDemanded(ParameterDefinition parameter) =>
        !parameter.HasConstant && !parameter.IsOptional && !IsParameterArray(parameter);

    private static bool IsParameterArray(ParameterDefinition parameter) =>
        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "System.ParamArrayAttribute");

    /// <summary>The name of a type with those of its arguments, and of no assembly: as <see cref="NewValue"/> has it.</summary>
    private static string NameOf(TypeReference type) => type switch
    {
        ByReferenceType reference => NameOf(reference.ElementType) + "&",
        ArrayType array => $"{NameOf(array.ElementType)}[{new string(',', array.Rank - 1)}]",
        GenericInstanceType generic =>
            $"{TypeNames.Reflected(generic.ElementType)}<{string.Join(",", generic.GenericArguments.Select(NameOf))}>",
        _ => TypeNames.Reflected(type),
    };
}
