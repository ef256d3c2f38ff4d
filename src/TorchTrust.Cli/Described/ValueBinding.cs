using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>Gives written values to parameters, as the compiler would.</summary>
/// <param name="types">The classes of the program.</param>
internal sealed class ValueBinding(ProgramTypes types)
{
    private static readonly HashSet<string> _arrays =
    [
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IReadOnlyList`1",
        "System.Collections.Generic.IReadOnlyCollection`1",
        "System.Collections.Generic.IList`1", "System.Collections.Generic.ICollection`1",
    ];

    private const string List = "System.Collections.Generic.List`1";

    /// <summary>Binds a value.</summary>
    /// <param name="expression">The value as it is written.</param>
    /// <param name="type">The type that is asked for.</param>
    /// <returns>The value; null with the problem and its place where it does not fit.</returns>
    /// <exception cref="ToolException">It fits nowhere.</exception>
    public (BoundValue? Value, string? Problem, int At) Bind(Expression expression, TypeReference type)
    {
        if (type is GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable)
        {
            return expression is LiteralExpression { Value: null } ? Null(expression) : Bind(expression, nullable.GenericArguments[0]);
        }

        return expression switch
        {
            NumberExpression number => Number(number, type),
            LiteralExpression { Value: null } when TypeNames.Definition(type) is { IsValueType: true } =>
                Refused(expression, $"null is no {TypeNames.InCode(type)}"),
            LiteralExpression { Value: null } => Null(expression),
            LiteralExpression literal => Literal(literal, type),
            NameExpression name => Member(name, type),
            SequenceExpression sequence => Sequence(sequence, type),
            NewExpression made => Object(made, type),
            _ => Refused(expression, "this is not read here"),
        };
    }

    /// <summary>Binds the arguments of a constructor of a class.</summary>
    /// <exception cref="ToolException">None fits, or several do.</exception>
    public BoundValue Construct(TypeDefinition type, NewExpression made)
    {
        MethodDefinition[] constructors = Constructors(type);
        if (constructors.Length == 0)
        {
            throw TextProblem.At(
                made.Text, made.At, $"{ProgramTypes.InCode(type)} has no constructor that code of the project could call.");
        }

        ConstructorMatch[] matches = [.. constructors.Select(constructor => ConstructorMatch.Of(constructor, made, this))];
        ConstructorMatch[] fitting = [.. matches.Where(match => match.Problem is null)];
        if (fitting.Length == 0)
        {
            // Of one constructor, or of the one that takes the arguments furthest, the place is told.
            ConstructorMatch best = matches.OrderByDescending(match => match.At).First();
            string others = matches.Length == 1
                ? ""
                : $" There are: {string.Join("; ", constructors.Select(each => Signature(type, each)))}.";
            throw TextProblem.At(
                made.Text,
                best.At,
                $"{best.Problem}.{(matches.Length == 1 ? $" The constructor is {Signature(type, constructors[0])}." : others)}");
        }

        (int Cost, int Defaults) least = fitting.Min(match => (match.Cost, match.Defaults));
        ConstructorMatch[] nearest = [.. fitting.Where(match => (match.Cost, match.Defaults) == least)];
        return nearest.Length == 1 ? nearest[0].Bound(type) : throw TextProblem.At(
            made.Text,
            made.At,
            $"several constructors take this: {string.Join("; ", nearest.Select(match => Signature(type, match.Constructor)))}. Write them "
                + "so that one "
                + "fits best, as the compiler asks for it, too: by name (`width: 10`), or by type (`2.0` for a double).");
    }

    /// <summary>The constructors that code of the project could call.</summary>
    public static MethodDefinition[] Constructors(TypeDefinition type) =>
    [
        .. type.Methods.Where(method =>
            method is { IsConstructor: true, IsStatic: false } && (method.IsPublic || method.IsAssembly || method.IsFamilyOrAssembly)),
    ];

    /// <summary>A constructor as a user knows it.</summary>
    public static string Signature(TypeDefinition type, MethodDefinition constructor)
    {
        IEnumerable<string> parameters = constructor.Parameters.Select(parameter =>
            $"{TypeNames.InCode(parameter.ParameterType)} {parameter.Name}{(parameter.HasConstant ? $" = {Constant(parameter)}" : "")}");
        return $"{type.Name}({string.Join(", ", parameters)})";
    }

    private static string Constant(ParameterDefinition parameter) => parameter.Constant switch
    {
        null => TypeNames.Definition(parameter.ParameterType) is { IsValueType: true } ? "default" : "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        { } value => value.ToString()!,
    };

    private static (BoundValue? Value, string? Problem, int At) Refused(Expression expression, string problem) =>
        (null, problem, expression.At);

    private static (BoundValue? Value, string? Problem, int At) Null(Expression expression) =>
        (new BoundValue(new PlainValue(null), "null", 0), null, expression.At);

    private static (BoundValue? Value, string? Problem, int At) Number(NumberExpression number, TypeReference type)
    {
        if (type.FullName == "System.Object")
        {
            BoundValue natural = NumberBinding.Natural(number);
            return (natural with { Cost = 100 }, null, number.At);
        }

        if (type.Namespace != "System" || !NumberBinding.IsNumber(type.Name))
        {
            return Refused(number, $"{number.Digits} is no {TypeNames.InCode(type)}");
        }

        (BoundValue? value, string? problem) = NumberBinding.Bind(number, type.Name);
        return (value, problem, number.At);
    }

    private static (BoundValue? Value, string? Problem, int At) Literal(LiteralExpression literal, TypeReference type)
    {
        bool isObject = type.FullName == "System.Object";
        return isObject || type.FullName == literal.Value!.GetType().FullName
            ? (new BoundValue(new PlainValue(literal.Value), literal.Source, isObject ? 100 : 0), null, literal.At)
            : Refused(literal, $"{literal.Source} is no {TypeNames.InCode(type)}");
    }

    private static (BoundValue? Value, string? Problem, int At) Member(NameExpression name, TypeReference type)
    {
        if (TypeNames.Definition(type) is not { IsEnum: true } definition)
        {
            return Refused(
                name, $"{name.Source} is no {TypeNames.InCode(type)} that can be read without running code. "
                    + $"{ExpressionReader.Remedy.TrimEnd('.')}");
        }

        string[] members = [.. definition.Fields.Where(field => field.IsStatic).Select(field => field.Name)];
        string[] owner = name.Parts[..^1];
        string[] full = ProgramTypes.InCode(definition).Split('.');
        if (owner.Length == 0 || owner.Length > full.Length || !full.AsSpan()[^owner.Length..].SequenceEqual(owner))
        {
            return Refused(
                name,
                $"{name.Source} is no {definition.Name}: write one of its members, such as {definition.Name}.{members.FirstOrDefault()}");
        }

        var member = new EnumValue(ProgramTypes.AddressOf(definition), name.Parts[^1]);
        return members.Contains(name.Parts[^1])
            ? (new BoundValue(member, $"{string.Join('.', full)}.{name.Parts[^1]}", 0), null, name.At)
            : Refused(
                name,
                $"{definition.Name} has no member {name.Parts[^1]}. {Suggestions.Nearest(name.Parts[^1], members)}There are: "
                    + $"{string.Join(", ", members)}");
    }

    private (BoundValue? Value, string? Problem, int At) Sequence(SequenceExpression sequence, TypeReference type)
    {
        bool isList = type is GenericInstanceType { ElementType.FullName: List };
        TypeReference? element = type switch
        {
            ArrayType { Rank: 1 } array => array.ElementType,
            GenericInstanceType generic when isList || _arrays.Contains(generic.ElementType.FullName) => generic.GenericArguments[0],
            _ => null,
        };
        if (element is null || element is GenericInstanceType or ArrayType or GenericParameter)
        {
            return Refused(sequence, $"an array is no {TypeNames.InCode(type)} that is made here. For that write a subject");
        }

        List<BoundValue> items = [];
        foreach (Expression item in sequence.Items)
        {
            (BoundValue? value, string? problem, int at) = Bind(item, element);
            if (value is null)
            {
                return (null, problem, at);
            }

            items.Add(value);
        }

        string name = CodeName(element);
        string inside = items.Count == 0 ? "" : $" {string.Join(", ", items.Select(item => item.Code))} ";
        string code = isList ? $"new System.Collections.Generic.List<{name}> {{{inside}}}"
            : items.Count == 0 ? $"new {name}[0]"
            : $"new {name}[] {{{inside}}}";
        var made = new SequenceValue(ProgramTypes.AddressOf(element), [.. items.Select(item => item.Value)], isList);
        return (new BoundValue(made, code, items.Sum(item => item.Cost)), null, sequence.At);
    }

    private (BoundValue? Value, string? Problem, int At) Object(NewExpression made, TypeReference type)
    {
        TypeDefinition? wanted = TypeNames.Definition(type);
        TypeDefinition? built = wanted;
        if (made.Type is { } name)
        {
            TypeDefinition[] found = types.Named(string.Join('.', name));
            if (found.Length != 1)
            {
                return Refused(made, found.Length == 0
                    ? $"the program has no class {string.Join('.', name)}"
                    : $"{string.Join('.', name)} is the name of several: {string.Join(", ", found.Select(ProgramTypes.InCode))}");
            }

            built = found[0];
        }

        if (wanted is null || built is null || built.IsAbstract || built.HasGenericParameters
            || !types.Named(ProgramTypes.InCode(built)).Contains(built))
        {
            return Refused(
                made,
                $"a {TypeNames.InCode(type)} is not made here: only classes of the program are, by `new`. For others write a subject");
        }

        bool isOne = type.FullName == "System.Object" || built.FullName == wanted.FullName
            || TypeNames.Bases(built).Any(ancestor => ancestor.FullName == wanted.FullName)
            || built.Interfaces.Any(each => each.InterfaceType.FullName == wanted.FullName);
        return isOne
            ? (Construct(built, made), null, made.At)
            : Refused(made, $"{ProgramTypes.InCode(built)} is no {TypeNames.InCode(type)}");
    }

    private static string CodeName(TypeReference type) => type.Namespace == "System" ? TypeNames.InCode(type) : ProgramTypes.InCode(type);
}
