using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TorchTrust.CheckMutations;

/// <summary>
/// Guards each decision of a file by a switch, so that one build holds all mutations. A condition is forced to either value,
/// which a test that only notices its inversion may not see, and each operand of <c>&amp;&amp;</c> and <c>||</c> is left out.
/// </summary>
/// <param name="file">The name of the file, for the mutations.</param>
/// <param name="mutations">Gets the mutations.</param>
/// <param name="excluded">Those that do not compile.</param>
internal sealed class Mutator(string file, List<Mutation> mutations, IReadOnlySet<(string, string, string, int)> excluded)
    : CSharpSyntaxRewriter
{
    private const string Switch = "global::TorchTrust.MutationSwitch";

    /// <summary>The guard of a mutation that does not compile.</summary>
    private const string Never = "false";

    private static readonly string[] _predicates =
    [
        "Where", "Any", "All", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "Count", "TakeWhile",
        "SkipWhile",
    ];

    private static readonly string[] _outcomes = ["Failed", "From", "Inconclusive", "Skipped"];

    private static readonly Dictionary<string, string> _siblings = new()
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["First"] = "Last",
        ["FirstOrDefault"] = "LastOrDefault",
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> _comparisons = new()
    {
        [SyntaxKind.LessThanToken] = SyntaxKind.LessThanEqualsToken,
        [SyntaxKind.LessThanEqualsToken] = SyntaxKind.LessThanToken,
        [SyntaxKind.GreaterThanToken] = SyntaxKind.GreaterThanEqualsToken,
        [SyntaxKind.GreaterThanEqualsToken] = SyntaxKind.GreaterThanToken,
        [SyntaxKind.EqualsEqualsToken] = SyntaxKind.ExclamationEqualsToken,
        [SyntaxKind.ExclamationEqualsToken] = SyntaxKind.EqualsEqualsToken,
    };

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.ConstKeyword))
        {
            return base.VisitFieldDeclaration(node);
        }

        VariableDeclaratorSyntax variable = node.Declaration.Variables[0];
        if (!file.EndsWith("Thresholds.cs", StringComparison.Ordinal))
        {
            return node;
        }

        string value = variable.Initializer!.Value.ToString();
        string changed = $"{If(variable, $"{value} * 1e3")} ? {value} * 1e3 : {If(variable, $"{value} / 1e3")} ? {value} / 1e3 : {value}";
        return SyntaxFactory.ParseMemberDeclaration($"public static double {variable.Identifier} => {changed};\n")!
            .WithLeadingTrivia(node.GetLeadingTrivia()).WithTrailingTrivia(node.GetTrailingTrivia());
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Decide(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Decide(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitWhenClause(WhenClauseSyntax node)
    {
        var visited = (WhenClauseSyntax)base.VisitWhenClause(node)!;
        return visited.WithCondition(Decide(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node)
    {
        var visited = (WhereClauseSyntax)base.VisitWhereClause(node)!;
        return visited.WithCondition(Decide(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitCatchFilterClause(CatchFilterClauseSyntax node)
    {
        var visited = (CatchFilterClauseSyntax)base.VisitCatchFilterClause(node)!;
        return visited.WithFilterExpression(Decide(node.FilterExpression, visited.FilterExpression));
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var visited = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        bool isPredicate = node is { ExpressionBody: not null, Parent.Parent.Parent: InvocationExpressionSyntax call }
            && _predicates.Contains(NameOf(call));
        return isPredicate ? visited.WithExpressionBody(Decide(node.ExpressionBody!, visited.ExpressionBody!)) : visited;
    }

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
        {
            bool isAnd = node.IsKind(SyntaxKind.LogicalAndExpression);
            return visited.WithLeft(Neutral(node, node.Left, visited.Left, node.Right, isAnd))
                .WithRight(Neutral(node, node.Right, visited.Right, node.Left, isAnd));
        }

        if (!_comparisons.TryGetValue(node.OperatorToken.Kind(), out SyntaxKind other) || Declares(node)
            || (IsEquality(node) && IsDecided(node)))
        {
            return visited;
        }

        BinaryExpressionSyntax mutated = SyntaxFactory.BinaryExpression(
            other switch
            {
                SyntaxKind.LessThanToken => SyntaxKind.LessThanExpression,
                SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanOrEqualExpression,
                SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanExpression,
                SyntaxKind.GreaterThanEqualsToken => SyntaxKind.GreaterThanOrEqualExpression,
                SyntaxKind.EqualsEqualsToken => SyntaxKind.EqualsExpression,
                _ => SyntaxKind.NotEqualsExpression,
            },
            node.Left,
            SyntaxFactory.Token(other).WithTrailingTrivia(SyntaxFactory.Space),
            node.Right);
        return Choose(node, Line(mutated), visited, mutated.ToString());
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (node.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "CheckOutcome" } } outcome
            && _outcomes.Contains(outcome.Name.Identifier.Text))
        {
            return Choose(node, "CheckOutcome.Passed", visited, "global::TorchTrust.Checks.CheckOutcome.Passed");
        }

        if (node.Expression is MemberAccessExpressionSyntax access
            && _siblings.TryGetValue(access.Name.Identifier.Text, out string? sibling)
            && (node.ArgumentList.Arguments.Count > 0 || access.Name.Identifier.Text is not ("Any" or "All")) && !Declares(node)
            && !IsBound(access))
        {
            InvocationExpressionSyntax mutated = node.WithExpression(access.WithName(SyntaxFactory.IdentifierName(sibling)));
            return Choose(node, Line(mutated), visited, mutated.ToString());
        }

        return visited;
    }

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        string? other = node.ToString() switch { "Severity.Error" => "Question", "Severity.Question" => "Error", _ => null };
        return other is null || node.FirstAncestorOrSelf<ParameterSyntax>() is not null
            || node.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Initializer?.Contains(node) == true
            || node.Parent is ConstantPatternSyntax
            ? base.VisitMemberAccessExpression(node)
            : Choose(node, $"Severity.{other}", node, $"global::TorchTrust.Severity.{other}");
    }

    public override SyntaxNode? VisitArgument(ArgumentSyntax node)
    {
        var visited = (ArgumentSyntax)base.VisitArgument(node)!;
        return node.Expression.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
            ? visited.WithExpression(
                Expression(
                    $"({If(node, $"{node.NameColon}{(node.Expression.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true")}")} ^ "
                        + $"{node.Expression})",
                    node.Expression))
            : visited;
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var visited = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return Places(node.Expression) is { } places ? visited.WithExpression(Without(node.Expression, places)) : visited;
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var visited = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return Places(node.Expression) is { } places ? visited.WithExpression(Without(node.Expression, places)) : visited;
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (ExpressionStatementSyntax)base.VisitExpressionStatement(node)!;
        string text = node.Expression.ToString();
        bool isSilent = text.StartsWith("context.Step(", StringComparison.Ordinal)
            || text.StartsWith("Breadcrumb(", StringComparison.Ordinal);
        bool isNeeded = Declares(node.Expression) || (node.Expression is AssignmentExpressionSyntax assignment && IsFirst(assignment));
        return isSilent || isNeeded || node.Parent is not BlockSyntax ? visited : Unless(node, visited);
    }

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => IsAlone(node) ? node : Unless(node, node);

    public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) => IsAlone(node) ? node : Unless(node, node);

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = (PrefixUnaryExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) && !IsDecided(node) && !Declares(node)
            ? Choose(node, Line(node.Operand), visited, node.Operand.ToString())
            : visited;
    }

    /// <summary>A condition, forced to either value; to one only where what it declares is used where it holds.</summary>
    private ExpressionSyntax Decide(ExpressionSyntax condition, ExpressionSyntax visited)
    {
        if (condition.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
        {
            return visited;
        }

        if (!Declares(condition))
        {
            string never = If(condition, "false");
            string always = If(condition, "true");
            return never == Never && always == Never ? visited
                : Expression($"{Switch}.Decide({Number(never)}, {Number(always)}, {visited.WithoutTrivia().ToFullString()})", condition);
        }

        bool isNegative = condition.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(variable => variable.Ancestors()
            .TakeWhile(node => node != condition.Parent)
            .Any(node => node is UnaryPatternSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }));
        return isNegative
            ? Expression($"({If(condition, "true")} || ({visited.WithoutTrivia().ToFullString()}))", condition)
            : Expression($"(!{If(condition, "false")} && ({visited.WithoutTrivia().ToFullString()}))", condition);
    }

    private ExpressionSyntax Neutral(
        BinaryExpressionSyntax whole, ExpressionSyntax operand, ExpressionSyntax visited, ExpressionSyntax other, bool isAnd)
    {
        if (Declares(operand))
        {
            return visited;
        }

        string neutral = isAnd ? "true" : "false";
        string mutated = operand == whole.Left
            ? $"{neutral} {whole.OperatorToken.Text} {Line(other)}"
            : $"{Line(other)} {whole.OperatorToken.Text} {neutral}";
        string condition = If(operand, mutated, Line(whole));
        string code = visited.WithoutTrivia().ToFullString();
        return Expression(isAnd ? $"({condition} || ({code}))" : $"(!{condition} && ({code}))", operand);
    }

    private ExpressionSyntax Choose(ExpressionSyntax original, string shown, ExpressionSyntax visited, string code)
    {
        string guard = If(original, shown);
        return guard == Never ? visited : Expression($"({guard} ? {code} : {visited.WithoutTrivia().ToFullString()})", original);
    }

    private StatementSyntax Unless(StatementSyntax original, StatementSyntax visited)
    {
        string guard = If(original, "(removed)");
        return guard == Never ? visited
            : SyntaxFactory.ParseStatement($"if (!{guard}) {{ {visited.WithoutTrivia().ToFullString()} }}")
                .WithLeadingTrivia(original.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
    }

    private ExpressionSyntax Without(ExpressionSyntax items, IReadOnlyList<string> places)
    {
        int first = 0;
        foreach (string place in places)
        {
            string guard = If(items, $"{Line(items)} without {place}", alwaysNumbered: true);
            first = first == 0 ? int.Parse(Number(guard), CultureInfo.InvariantCulture) : first;
        }

        return Expression($"{Switch}.Without({first}, {items})", items);
    }

    private static IReadOnlyList<string>? Places(ExpressionSyntax items) => items switch
    {
        ImplicitArrayCreationExpressionSyntax array => [.. array.Initializer.Expressions.Select(item => item.ToString())],
        InvocationExpressionSyntax call when call.ToString() == "Enum.GetValues<ParameterPoint>()" => ["AsBuilt", "Generic"],
        _ => null,
    };

    /// <summary>The test whether a mutation is on; "false" for one that does not compile.</summary>
    private string If(SyntaxNode original, string mutated, string? shown = null, bool alwaysNumbered = false)
    {
        string text = shown ?? Line(original);
        int line = original.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        int occurrence = mutations.Count(one => one.File == file && one.Original == text && one.Mutated == mutated);
        var mutation = new Mutation(mutations.Count + 1, file, line, text, mutated, occurrence);
        mutations.Add(mutation);
        return excluded.Contains(mutation.Key) && !alwaysNumbered ? Never : $"{Switch}.Is({mutation.Id})";
    }

    private static string Number(string guard) => guard == Never ? "-1" : guard[(guard.LastIndexOf('(') + 1)..^1];

    /// <summary>Whether it is the end of <c>x?.y.z</c>, which is no expression of its own.</summary>
    private static bool IsBound(ExpressionSyntax node) => node switch
    {
        MemberAccessExpressionSyntax access => IsBound(access.Expression),
        InvocationExpressionSyntax call => IsBound(call.Expression),
        ElementAccessExpressionSyntax element => IsBound(element.Expression),
        MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => true,
        _ => false,
    };

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => "",
    };

    private static bool IsEquality(BinaryExpressionSyntax node) =>
        node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression;

    /// <summary>Whether forcing the condition or leaving out the operand says more than inverting it.</summary>
    private static bool IsDecided(ExpressionSyntax node) => node.Parent switch
    {
        ParenthesizedExpressionSyntax outer => IsDecided(outer),
        PrefixUnaryExpressionSyntax outer => IsDecided(outer),
        BinaryExpressionSyntax outer => outer.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
        IfStatementSyntax or WhenClauseSyntax or WhereClauseSyntax or CatchFilterClauseSyntax => true,
        ConditionalExpressionSyntax outer => outer.Condition == node,
        SimpleLambdaExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax call } => _predicates.Contains(NameOf(call)),
        _ => false,
    };

    /// <summary>Whether a condition declares variables that code beside it may use.</summary>
    private static bool Declares(ExpressionSyntax node) => node
        .DescendantNodesAndSelf(inner => inner is not AnonymousFunctionExpressionSyntax)
        .Any(inner => inner is SingleVariableDesignationSyntax);

    /// <summary>Whether what is assigned has no value before: a local without one, or what a method gives out.</summary>
    private static bool IsFirst(AssignmentExpressionSyntax assignment)
    {
        IEnumerable<string> names = assignment.Left is TupleExpressionSyntax tuple
            ? tuple.Arguments.Select(part => part.ToString())
            : [assignment.Left.ToString()];
        return assignment.Ancestors().OfType<MethodDeclarationSyntax>().Any(method => method.ParameterList.Parameters
            .Where(parameter => parameter.Modifiers.Any(SyntaxKind.OutKeyword)).Select(parameter => parameter.Identifier.Text)
            .Concat(method.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(variable => variable.Initializer is null)
                .Select(variable => variable.Identifier.Text))
            .Intersect(names).Any());
    }

    /// <summary>Whether the condition around a jump, forced to be false, removes it as well.</summary>
    private static bool IsAlone(StatementSyntax jump) =>
        jump.Parent is SwitchSectionSyntax or BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax };

    private static ExpressionSyntax Expression(string code, SyntaxNode original) =>
        SyntaxFactory.ParseExpression(code).WithTriviaFrom(original);

    private static string Line(SyntaxNode node) =>
        string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
