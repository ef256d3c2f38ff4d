using TorchTrust.Cli.Described;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Described;

/// <summary>What a model is called with, read from the command line.</summary>
public sealed class InputTextTests
{
    [Theory]
    [InlineData("float[n,1,8,8]", "torch.randn(n, 1, 8, 8)")]
    [InlineData(" float32 [ n , 1 , 8 , 8 ] in 0..1 ", "torch.rand(n, 1, 8, 8)")]
    [InlineData("float[n,1,8,8] in -1..1", "torch.rand(n, 1, 8, 8) * 2 + (-1)")]
    [InlineData("double[n,1,8,8] in 0.5..2.5", "torch.rand(n, 1, 8, 8, dtype: torch.float64) * 2 + 0.5")]
    [InlineData("half[n,1,8,8]", "(torch.randn(n, 1, 8, 8)).to(torch.float16)")]
    [InlineData("byte[n,1,8,8] in 0..255", "torch.randint(0, 256, new long[] { n, 1, 8, 8 }).to(torch.uint8)")]
    [InlineData("long[16,n] in -3..3", "torch.randint(-3, 4, new long[] { 16, n })")]
    [InlineData("float[n,1,2,8,8]", "torch.randn(new long[] { n, 1, 2, 8, 8 })")]
    [InlineData("bool[n,8]", "torch.randint(0, 2, new long[] { n, 8 }).to(torch.@bool)")]
    public void A_tensor_is_read(string input, string expected) =>
        Assert.Equal(expected, Assert.Single(StrangerModel.Of("Classifier", "new(10)", input).Inputs).Code);

    [Fact]
    public void Several_arguments_are_read_and_what_is_no_tensor_has_its_type()
    {
        DescribedSubject subject = StrangerModel.Of("Gated", null, "float[n,8]; bool[n,8]; 3; true");

        Assert.Equal(
            ["torch.randn(n, 8)", "torch.randint(0, 2, new long[] { n, 8 }).to(torch.@bool)", "(long)3", "true"],
            subject.Inputs.Select(input => input.Code));
        Assert.Equal(3L, subject.Found.Described!.Inputs[2].Make(2));
    }

    [Theory]
    [InlineData("float[n,8", "", "expected ',' between sizes, or ']' after the last, found the end.")]
    [InlineData("flaot[n,8]", "flaot", "'flaot' is no dtype. Did you mean float? There are: ")]
    [InlineData("float[n,x]", "x]", "expected a size: a whole number, or n for the dimension that counts the samples; found 'x'.")]
    [InlineData("float[n,0]", "0]", "expected a size")]
    [InlineData("float n,8", "n,8", "expected '[' before the sizes")]
    [InlineData("long[n,16]", "", "which whole numbers are right is not guessed: add a range, as in `long[n,16] in 0..999`")]
    [InlineData("long[n,16] in 5..1", "5..1", "the least value comes first.")]
    [InlineData("long[n,16] in 0.5..1", "0.5", "int64 has whole numbers only.")]
    [InlineData("byte[n,16] in 0..256", "256", "uint8 does not hold this number.")]
    [InlineData("long[n,16] in 0-9", "-9", "expected '..' between the least and the greatest value")]
    [InlineData("bool[n,16] in 0..1", "in 0", "a bool has no range")]
    [InlineData("float[2,8]", "", "no size is n")]
    [InlineData("float[n,8] bool[n,8]", "bool", "expected ';' between arguments, found 'bool'.")]
    [InlineData("float[n,8]; float[n,8]", "float[n,8]", "Classifier.forward(Tensor images) takes no more than 1.")]
    [InlineData("3", "3", "'images' takes a tensor")]
    public void What_cannot_be_read_is_marked(string input, string marked, string expected)
    {
        ToolException problem = StrangerModel.Problem("Classifier", "new(10)", input);
        string[] lines = problem.Message.Split('\n');

        Assert.Equal(ExitCode.WrongUse, problem.ExitCode);
        Assert.Contains(expected, lines[0], StringComparison.Ordinal);
        Assert.Equal($"  {input}", lines[1]);
        Assert.Equal("^", lines[2].Trim());
        Assert.StartsWith(marked, input[(lines[2].Length - 3)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "float[n,8]",
        "'gate' is not given: the model is called as Gated.forward(Tensor input, Tensor gate, long repeats, bool scaled = …).")]
    [InlineData("float[n,8]; float[n,8]; float[n,8]", "'repeats' takes long, no tensor.")]
    [InlineData("float[n,8]; float[n,8]; true", "repeats: true is no long.")]
    public void Arguments_must_be_those_of_the_call(string input, string expected) =>
        Assert.Contains(expected, StrangerModel.Problem("Gated", null, input).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_without_a_call_is_refused() =>
        Assert.Contains(
            "has neither a forward nor a call", StrangerModel.Problem("Voiceless", null, "float[n,8]").Message, StringComparison.Ordinal);
}
