using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Described;

/// <summary>The class and the constructor of a model, read from the command line.</summary>
public sealed class ModelTextTests
{
    private const string Images = "float[n,1,8,8]";

    [Theory]
    [InlineData("new Classifier(10)", "new Stranger.Classifier(10)")]
    [InlineData("new Stranger.Classifier(10, 2)", "new Stranger.Classifier(10, 2)")]
    [InlineData("new(10, scale: -0.5)", "new Stranger.Classifier(10, scale: -0.5)")]
    [InlineData("new Classifier(activation: Activation.Tanh, classes: 1_0)", null)]
    [InlineData(
        "new Classifier(activation: Stranger.Activation.Tanh, classes: 10)",
        "new Stranger.Classifier(activation: Stranger.Activation.Tanh, classes: 10)")]
    public void A_constructor_is_read(string build, string? expected)
    {
        if (expected is null)
        {
            Assert.Contains("is no number", StrangerModel.Problem("Classifier", build, Images).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, StrangerModel.Of("Classifier", build, Images).Model.Code);
        }
    }

    [Theory]
    [InlineData("new Tagger([20, 5])", "new Stranger.Tagger(new long[] { 20, 5 })")]
    [InlineData("new Tagger(new[] { 20, 5, }, null)", "new Stranger.Tagger(new long[] { 20, 5 }, null)")]
    [InlineData(
        "new Tagger(new long[] { 20, 5 }, new TaggerOptions(4, 0.25f, \"a \\\"b\\\"\"))",
        "new Stranger.Tagger(new long[] { 20, 5 }, new Stranger.TaggerOptions(4, 0.25f, \"a \\\"b\\\"\"))")]
    [InlineData(
        "new Tagger(options: new(scale: 1, width: 4), sizes: [20, 5])",
        "new Stranger.Tagger(options: new Stranger.TaggerOptions(scale: 1, width: 4), sizes: new long[] { 20, 5 })")]
    public void Arrays_and_objects_are_read(string build, string expected) =>
        Assert.Equal(expected, StrangerModel.Of(null, build, "long[n,16] in 0..19").Model.Code);

    [Fact]
    public void Arguments_are_read_by_their_names() =>
        Assert.Equal(
            "new Stranger.Classifier(classes: 3, scale: 0.5)",
            StrangerModel.Of("Classifier", null, Images, "classes=3", "scale=0.5").Model.Code);

    [Theory]
    [InlineData("Clasifier", null, "has no class 'Clasifier'. Did you mean Classifier? Its modules: ")]
    [InlineData("TaggerOptions", null, "Stranger.TaggerOptions is no torch.nn.Module but a class that derives from object")]
    [InlineData("Activation", null, "is no torch.nn.Module but an enum")]
    [InlineData("Generic", null, "Stranger.Generic has type parameters")]
    [InlineData("Shape", null, "Stranger.Shape is abstract. Name a class that derives from it: Stranger.Square.")]
    [InlineData("Twin", null, "is the name of 2 classes: Stranger.First.Twin, Stranger.Second.Twin")]
    [InlineData("Unreachable", null, "has no constructor that code of the project could call")]
    [InlineData(
        "Classifier",
        null,
        "takes arguments: Classifier(int classes, double scale = 1, Activation activation = 0). Give them: --build \"new "
            + "Stranger.Classifier(…)\", or each by its name: --argument classes=….")]
    [InlineData("Classifier", "new Mixing()", "this makes a Mixing, and --model is Stranger.Classifier.")]
    [InlineData(
        "Inner",
        "new Inner(2, 3)",
        "several constructors take this: Inner(int width, double scale); Inner(double scale, int width). Write them so that one fits best")]
    [InlineData("Classifier", "10", "write a constructor")]
    public void What_is_no_model_is_refused_with_what_to_name(string model, string? build, string expected)
    {
        ToolException problem = StrangerModel.Problem(model, build, Images);

        Assert.Equal(ExitCode.WrongUse, problem.ExitCode);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_types_of_arguments_choose_among_constructors() =>
        Assert.Equal("new Stranger.Holder.Inner(2, 3.0)", StrangerModel.Of("Holder.Inner", "new(2, 3.0)", "float[n,2]").Model.Code);

    /// <summary>The mark stands under the first wrong character.</summary>
    [Theory]
    [InlineData("new Classifier(true)", "true", "classes: true is no int. The constructor is Classifier(int classes, ")]
    [InlineData("new Classifier(10, 0.5f)", null, null)]
    [InlineData("new Classifier(10.5)", "10.5", "classes: 10.5 is no whole number, and int is asked for")]
    [InlineData("new Classifier(99999999999)", "99999999999", "classes: 99999999999 is too large for int")]
    [InlineData(
        "new Classifier(10, 1, Activation.Sigmoid)", "Activation.Sigmoid", "Activation has no member Sigmoid. There are: Relu, Tanh")]
    [InlineData("new Classifier(10, 1, Relu)", "Relu", "Relu is no Activation: write one of its members, such as Activation.Relu")]
    [InlineData("new Classifier(classes: 10, width: 3)", "width", "there is no parameter 'width'")]
    [InlineData("new Classifier(10, classes: 3)", "classes: 3", "'classes' is given twice")]
    [InlineData("new Classifier(10, 1, Activation.Relu, 4)", "4)", "4 arguments are given, and 3 at most are taken")]
    [InlineData("new Classifier(Count())", "Count", "Count is called, and nothing is run here")]
    [InlineData("new Classifier(10", "", "expected ',' between arguments, found the end")]
    [InlineData("new Classifier(10) { }", "{ }", "an initializer is not read here")]
    [InlineData("new Classifier(a)", "a)", "a is no int that can be read without running code")]
    [InlineData("new Classifier(1 + 2)", "+ 2", "expected ',' between arguments, found '+'")]
    [InlineData("new Classifier(10, 'ab')", "'ab'", "'ab' is no single character.")]
    [InlineData("new Classifier(10, \"ab)", "\"ab)", "this quote has no end.")]
    [InlineData("new Classifier(#)", "#", "'#' means nothing here.")]
    public void What_cannot_be_read_is_marked(string build, string? marked, string? expected)
    {
        if (marked is null)
        {
            Assert.Equal("new Stranger.Classifier(10, 0.5f)", StrangerModel.Of("Classifier", build, Images).Model.Code);
            return;
        }

        ToolException problem = StrangerModel.Problem("Classifier", build, Images);
        string[] lines = problem.Message.Split('\n');

        Assert.Equal(ExitCode.WrongUse, problem.ExitCode);
        Assert.Contains(expected!, lines[0], StringComparison.Ordinal);
        Assert.Equal($"  {build}", lines[1]);
        Assert.StartsWith(marked, build[(lines[2].Length - 3)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_double_precision_is_not_given_to_a_float_unsaid() => Assert.Contains(
        "scale: 0.5 is no float: write 0.5f",
        StrangerModel.Problem(null, "new Tagger([20, 5], new(4, 0.5))", "long[n,16] in 0..19").Message, StringComparison.Ordinal);
}
