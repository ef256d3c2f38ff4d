using Spectre.Console;
using Spectre.Console.Rendering;

namespace TorchTrust.Cli.Display;

/// <summary>A line that is written where the moving picture was: what is left of that goes first, it is drawn anew below.</summary>
internal sealed class StayingLine(Paragraph line) : IRenderable
{
    private const string EraseBelow = "\u001b[J";

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)line).Measure(options, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseBelow), .. ((IRenderable)line).Render(options, maxWidth), Segment.LineBreak];
}
