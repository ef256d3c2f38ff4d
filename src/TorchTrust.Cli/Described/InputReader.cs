using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Tool;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>
/// Reads what a call of a model is given: arguments with <c>;</c> between them, each a tensor or, for a parameter that takes none, a
/// plain value.
/// </summary>
internal static class InputReader
{
    /// <summary>Reads them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="model">The class of the model.</param>
    /// <param name="binding">Gives plain values to parameters.</param>
    /// <exception cref="ToolException">They cannot be read, or the model does not take them.</exception>
    public static WrittenInput[] Read(OptionText text, TypeDefinition model, ValueBinding binding)
    {
        MethodDefinition forward = CallOf(model);
        ParameterDefinition[] parameters = [.. forward.Parameters];
        var reader = new TokenReader(text);
        List<WrittenInput> inputs = [];
        while (reader.Next.Kind != TokenKind.End)
        {
            if (inputs.Count > 0)
            {
                reader.Demand(";", "between arguments");
            }

            if (inputs.Count == parameters.Length)
            {
                throw reader.Problem(reader.Next, $"{Signature(model, forward)} takes no more than {parameters.Length}.");
            }

            inputs.Add(Argument(reader, parameters[inputs.Count], binding));
        }

        ParameterDefinition? missing = parameters.Skip(inputs.Count)
            .FirstOrDefault(parameter => !parameter.HasConstant && !parameter.IsOptional);
        if (missing is not null)
        {
            throw reader.Problem(
                reader.Next,
                $"'{missing.Name}' is not given: the model is called as {Signature(model, forward)}. Arguments stand behind each other "
                    + "with ';' between them.");
        }

        return inputs.Any(input => input.Argument is TensorArgument tensor && tensor.Sizes.Contains(null))
            ? [.. inputs]
            : throw reader.Problem(
                reader.Next,
                "no size is n: write n for the dimension that counts the samples, as in float[n, 3, 64, 64]. "
                    + "For one fixed input write a subject, with .WithFixedInputs(…).");
    }

    /// <summary>What the call of a model takes.</summary>
    /// <exception cref="ToolException">It has none.</exception>
    public static MethodDefinition CallOf(TypeDefinition model) => ProgramTypes.Forward(model) ?? throw ToolException.WrongUse(
        $"{ProgramTypes.InCode(model)} has neither a forward nor a call of its own that is public. Say in a subject how it is run: "
            + ".WithForward(…).");

    /// <summary>The call of a model as a user knows it.</summary>
    public static string Signature(TypeDefinition model, MethodDefinition forward)
    {
        IEnumerable<string> parameters = forward.Parameters.Select(parameter =>
            $"{TypeNames.InCode(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = …" : "")}");
        return $"{model.Name}.{forward.Name}({string.Join(", ", parameters)})";
    }

    /// <summary>Whether a parameter takes a tensor.</summary>
    public static bool TakesTensor(ParameterDefinition parameter) => parameter.ParameterType.FullName == "TorchSharp.torch/Tensor";

    private static WrittenInput Argument(TokenReader reader, ParameterDefinition parameter, ValueBinding binding)
    {
        Token first = reader.Next;
        if (TensorText.IsNext(reader))
        {
            return TakesTensor(parameter) || parameter.ParameterType.FullName == "System.Object"
                || parameter.ParameterType is GenericParameter
                ? TensorText.Read(reader)
                : throw reader.Problem(
                    first,
                    $"'{parameter.Name}' takes {TypeNames.InCode(parameter.ParameterType)}, no tensor. "
                        + "What is neither a tensor nor a plain value is made in a subject.");
        }

        Expression value = ExpressionReader.Value(reader);
        if (TakesTensor(parameter) && value is not LiteralExpression { Value: null })
        {
            throw reader.Problem(first, $"'{parameter.Name}' takes a tensor, as in float[n, 3, 64, 64] or long[n, 16] in 0..999.");
        }

        (BoundValue? bound, string? problem, int at) = binding.Bind(value, parameter.ParameterType);
        if (bound is null)
        {
            throw TextProblem.At(reader.Text, at, $"{parameter.Name}: {problem}.");
        }

        bool isNumber = value is NumberExpression && parameter.ParameterType.FullName != "System.Object";
        return new WrittenInput(
            new SharedArgument(bound.Value), isNumber ? $"({TypeNames.InCode(parameter.ParameterType)}){bound.Code}" : bound.Code);
    }
}
