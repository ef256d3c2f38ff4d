using System.Globalization;
using System.Xml.Linq;
using MnistVae.Pictures;
using MnistVae.Tests.Run;
using OxyPlot.Series;
using static TorchSharp.torch;

namespace MnistVae.Tests.Pictures;

public sealed class PlotTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Loss_curves_are_lines_through_their_finite_points()
    {
        LossCurve[] curves =
        [
            new("train", [(1, 500), (2, double.NaN), (3, 40), (4, 39)], IsSparse: false),
            new("test", [(2, 60), (4, 38)], IsSparse: true),
        ];

        LineSeries[] lines = [.. LossCurves.Plot(curves).Series.Cast<LineSeries>()];

        Assert.Equal(["train", "test"], lines.Select(line => line.Title));
        Assert.Equal([(1, 500), (3, 40), (4, 39)], lines[0].Points.Select(point => (point.X, point.Y)));
        Assert.Equal([(2, 60), (4, 38)], lines[1].Points.Select(point => (point.X, point.Y)));
        Assert.NotEqual(lines[0].Color, lines[1].Color);
    }

    [Fact]
    public void The_file_of_loss_curves_holds_titles_axes_and_lines()
    {
        string path = _folder["curves.svg"];

        LossCurves.SaveSvg([new("train", [(1, 500), (2, 90), (3, 40)], IsSparse: false)], path);

        XDocument svg = XDocument.Load(path);
        Assert.Equal(Svg + "svg", svg.Root!.Name);
        string[] texts = [.. svg.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Contains("train", texts);
        Assert.Contains("training step", texts);
        Assert.Contains("loss (logarithmic)", texts);
        Assert.NotEmpty(Lines(svg));
    }

    [Fact]
    public void No_curves_give_an_empty_plot_and_no_error()
    {
        string path = _folder["curves.svg"];

        LossCurves.SaveSvg([], path);

        Assert.Empty(Lines(XDocument.Load(path)));
    }

    [Fact]
    public void Each_label_is_a_cloud_of_its_own_colour()
    {
        using Tensor codes = rand([100, 2], generator: new Generator(1));
        long[] labels = [.. Enumerable.Range(0, 100).Select(i => (long)(i * 7 % 10))];

        ScatterSeries[] clouds = [.. LatentSpace.Plot(codes, labels).Series.Cast<ScatterSeries>()];

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], clouds.Select(cloud => cloud.Title));
        Assert.All(clouds, cloud => Assert.Equal(10, cloud.Points.Count));
        Assert.Equal(10, clouds.Select(cloud => cloud.MarkerFill).Distinct().Count());
        ScatterPoint point = clouds[7].Points[0];
        Assert.Equal((codes[1, 0].item<float>(), codes[1, 1].item<float>()), ((float)point.X, (float)point.Y));
    }

    [Fact]
    public void The_file_of_the_latent_space_holds_a_point_for_each_code()
    {
        using Tensor codes = rand([60, 2], generator: new Generator(2));
        string path = _folder["space.svg"];

        LatentSpace.SaveSvg(codes, [.. Enumerable.Range(0, 60).Select(i => (long)(i % 3))], path);

        XDocument svg = XDocument.Load(path);
        int circles = svg.Descendants(Svg + "circle").Concat(svg.Descendants(Svg + "ellipse")).Count();
        Assert.Equal(60 + 3, circles); // one more for each label in the legend
        Assert.Contains("label", svg.Descendants(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void Longer_codes_are_projected_onto_their_principal_components()
    {
        using var scope = NewDisposeScope();
        Tensor spread = tensor(new double[] { 0.1, 3, 0.1, 1 });
        Tensor codes = (randn([500, 4], float64, generator: new Generator(3)) * spread) + 5;

        PlanarCodes plane = PlanarCodes.From(codes);

        Tensor horizontal = tensor(plane.Points.Select(point => point.X).ToArray());
        Tensor vertical = tensor(plane.Points.Select(point => point.Y).ToArray());
        Assert.True(Correlation(horizontal, codes[.., 1]) > 0.99);
        Assert.True(Correlation(vertical, codes[.., 3]) > 0.99);
        Assert.Equal(0, horizontal.mean().item<double>(), precision: 9);
        double total = codes.var(0).sum().item<double>();
        double first = horizontal.var().item<double>() / total;
        Assert.Contains(first.ToString("P0", CultureInfo.InvariantCulture), plane.Horizontal, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_of_one_value_lie_on_a_line()
    {
        using Tensor codes = tensor(new float[] { 3, 1, 2 }).reshape(3, 1);

        Assert.Equal([(3, 0), (1, 0), (2, 0)], PlanarCodes.From(codes).Points);
    }

    [Fact]
    public void A_code_without_a_label_is_refused_with_both_numbers()
    {
        using Tensor codes = zeros(3, 2);

        var exception = Assert.Throws<ArgumentException>(() => LatentSpace.Plot(codes, [1, 2]));

        Assert.Contains("2 labels for 3 codes", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The lines in the first curve's colour; grid and ticks are lines too.</summary>
    private static IEnumerable<XElement> Lines(XDocument svg) => svg.Descendants(Svg + "polyline").Where(line =>
        line.Attribute("style")!.Value.Contains("stroke:rgb(51,34,136)", StringComparison.Ordinal));

    private static double Correlation(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        Tensor x = a - a.mean();
        Tensor y = b - b.mean();
        return ((x * y).sum() / (x.norm() * y.norm())).item<double>();
    }
}
