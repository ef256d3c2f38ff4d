using Microsoft.CodeAnalysis;

namespace TorchTrust.Tests.Generators;

/// <summary>A check class is all that a check needs: catalogue, id and test methods follow.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void A_check_is_in_the_catalogue_in_the_ids_and_a_test_of_an_adapter()
    {
        (Compilation library, _) = Compilations.Library("""
            [Check("new-check", "new things are right", CheckArea.Structure)] internal sealed class NewCheck : ModelCheck;
            [Check("early-check", "the machine is right", CheckArea.Backend)] internal sealed class EarlyCheck : ModelCheck;
            """);
        Compilation adapter = Compilations.Adapter(library);

        Assert.Empty(Compilations.Errors(library));
        Assert.Empty(Compilations.Errors(adapter));
        Assert.Equal("new-check", Constant(library, "NewCheck").ConstantValue);
        string catalogue = Text(library, "Catalogue.g.cs");
        Assert.InRange(
            catalogue.IndexOf("EarlyCheck()", StringComparison.Ordinal), 0, catalogue.IndexOf("NewCheck()", StringComparison.Ordinal));
        var test = (IMethodSymbol)Assert.Single(adapter.GetTypeByMetadataName("Adapter.Tests")!.GetMembers("New_things_are_right"));
        Assert.Equal("Xunit.FactAttribute", Assert.Single(test.GetAttributes()).AttributeClass!.ToDisplayString());
        Assert.Equal(Accessibility.Public, test.DeclaredAccessibility);
    }

    [Fact]
    public void Two_checks_of_one_id_are_an_error_that_names_both()
    {
        (_, IReadOnlyList<Diagnostic> reported) = Compilations.Library("""
            [Check("same", "one is right", CheckArea.Structure)] internal sealed class One : ModelCheck;
            [Check("same", "two is right", CheckArea.Structure)] internal sealed class Two : ModelCheck;
            """);

        Diagnostic found = Assert.Single(reported);
        Assert.Equal("TTG001", found.Id);
        Assert.Contains("One and Two", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_of_subject_has_its_own_tests()
    {
        (Compilation library, _) = Compilations.Library("""
            [Check("values-are-right", "values are right", CheckArea.Structure)] internal sealed class ValuesAreRight : ModelCheck;
            [Check("data-values-are-right", "items are right", CheckArea.Structure)] internal sealed class ItemsAreRight : DatasetCheck;
            """);
        Compilation adapter = Compilations.Adapter(library);

        Assert.Empty(Compilations.Errors(adapter));
        Assert.Equal(["Require", "Values_are_right", ".ctor"], Members(adapter, "Adapter.Tests"));
        Assert.Equal(["Require", "Items_are_right", ".ctor"], Members(adapter, "Adapter.DatasetTests"));
    }

    [Fact]
    public void Two_checks_of_one_class_name_are_an_error_that_names_both()
    {
        (_, IReadOnlyList<Diagnostic> reported) = Compilations.Library("""
            [Check("one", "one is right", CheckArea.Structure)] internal sealed class Same : ModelCheck;
            internal static class Other { [Check("data-two", "two is right", CheckArea.Structure)] internal sealed class Same : DatasetCheck; }
            """);

        Diagnostic found = Assert.Single(reported);
        Assert.Equal("TTG002", found.Id);
        Assert.Contains("Checks.Same and ", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_does_not_begin_as_its_kind_does_is_an_error()
    {
        (_, IReadOnlyList<Diagnostic> reported) = Compilations.Library(
            "[Check(\"values-are-right\", \"values are right\", CheckArea.Structure)] internal sealed class Odd : DatasetCheck;");

        Diagnostic found = Assert.Single(reported);
        Assert.Equal("TTG003", found.Id);
        Assert.Contains("'data-'", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a \"quoted\" word", "A_quoted_word")]
    [InlineData("x < y & y > z", "X_y_y_z")]
    [InlineData("look-ahead, non-finite", "Look_ahead_non_finite")]
    [InlineData("a back\\slash", "A_back_slash")]
    [InlineData("2 samples are enough", "_2_samples_are_enough")]
    public void Any_title_gives_valid_code(string title, string method)
    {
        string literal = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(title, quote: true);
        (Compilation library, _) = Compilations.Library(
            $"[Check(\"odd\", {literal}, CheckArea.Structure)] internal sealed class Odd : ModelCheck;");
        Compilation adapter = Compilations.Adapter(library);

        Assert.Empty(Compilations.Errors(library));
        Assert.Empty(Compilations.Errors(adapter));
        Assert.Equal(title, Constant(library, "Odd").GetAttributes()[0].ConstructorArguments[0].Value);
        Assert.Single(adapter.GetTypeByMetadataName("Adapter.Tests")!.GetMembers(method));
    }

    private static IFieldSymbol Constant(Compilation library, string name) =>
        (IFieldSymbol)Assert.Single(library.GetTypeByMetadataName("TorchTrust.CheckIds")!.GetMembers(name));

    private static IEnumerable<string> Members(Compilation adapter, string type) =>
        adapter.GetTypeByMetadataName(type)!.GetMembers().Select(member => member.Name);

    private static string Text(Compilation library, string file) =>
        library.SyntaxTrees.Single(tree => tree.FilePath.EndsWith(file, StringComparison.Ordinal)).ToString();
}
