using Mono.Cecil;
using TorchTrust.Cli.Tool;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>A model of the command line whose class and constructor are found.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Model">How it is built.</param>
/// <param name="Code">The same in C#.</param>
internal sealed record WrittenModel(TypeDefinition Type, NewValue Model, string Code)
{
    /// <summary>Finds class and constructor.</summary>
    /// <exception cref="ToolException">They are not there, or are not what the options say.</exception>
    public static WrittenModel Find(ModelOptions options, ProgramTypes types, ValueBinding binding)
    {
        if (options is { Build: not null, Arguments.Count: > 0 })
        {
            throw ToolException.WrongUse("--build and --argument both say what the constructor is given. Leave one of them out.");
        }

        NewExpression? build = options.Build is { } written ? Construction(new OptionText("--build", written)) : null;
        TypeDefinition type = options.Model is { } name ? types.Model(new OptionText("--model", name))
            : build!.Type is { } parts ? types.Model(new OptionText("--build", string.Join('.', parts)))
            : throw TextProblem.At(build.Text, build.At, "the class is not named: write `new Net(…)`, or name it by --model.");
        if (build is { Type: { } named } && options.Model is not null && !types.Named(string.Join('.', named)).Contains(type))
        {
            throw TextProblem.At(
                build.Text, build.At, $"this makes a {string.Join('.', named)}, and --model is {ProgramTypes.InCode(type)}.");
        }

        build ??= ByName(options, type);
        BoundValue bound = binding.Construct(type, build);
        return new WrittenModel(type, (NewValue)bound.Value, bound.Code);
    }

    private static NewExpression Construction(OptionText text) => ExpressionReader.Read(text) is NewExpression made
        ? made
        : throw TextProblem.At(text, 0, "write a constructor, as in \"new Net(10)\".");

    private static NewExpression ByName(ModelOptions options, TypeDefinition type)
    {
        var text = new OptionText("--argument", string.Join(", ", options.Arguments));
        ArgumentExpression[] arguments = [.. Arguments(new TokenReader(text))];
        MethodDefinition[] constructors = ValueBinding.Constructors(type);
        bool isDemanding = constructors.Length > 0
            && !constructors.Any(each => each.Parameters.All(parameter => parameter.HasConstant || parameter.IsOptional));
        return arguments.Length == 0 && isDemanding
            ? throw ToolException.WrongUse(
                $"--model: the constructor of {ProgramTypes.InCode(type)} takes arguments: "
                    + $"{string.Join("; ", constructors.Select(each => ValueBinding.Signature(type, each)))}. "
                    + $"Give them: --build \"new {ProgramTypes.InCode(type)}(…)\", or each by its name: --argument "
                    + $"{constructors[0].Parameters[0].Name}=….")
            : new NewExpression(text, 0, null, arguments);
    }

    private static IEnumerable<ArgumentExpression> Arguments(TokenReader reader)
    {
        while (reader.Next is { Kind: not TokenKind.End } name)
        {
            if (name.Kind != TokenKind.Name || !reader.Second.Is("="))
            {
                throw reader.Problem(name, $"expected a name, '=' and a value, as in classes=10; found {name.Shown}.");
            }

            reader.Take();
            reader.Take();
            yield return new ArgumentExpression(name.Value, name.At, ExpressionReader.Value(reader));
            if (reader.Next.Kind != TokenKind.End)
            {
                reader.Demand(",", "between arguments");
            }
        }
    }
}
