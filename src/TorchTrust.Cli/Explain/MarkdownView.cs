using Markdig;
using Markdig.Syntax;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpectreTable = Spectre.Console.Table;
using Table = Markdig.Extensions.Tables.Table;
using TableCell = Markdig.Extensions.Tables.TableCell;
using TableRow = Markdig.Extensions.Tables.TableRow;

namespace TorchTrust.Cli.Explain;

/// <summary>Markdown as the terminal shows it.</summary>
internal static class MarkdownView
{
    private const int CodeIndent = 4;
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();
    private static readonly Style _title = new(decoration: Decoration.Bold | Decoration.Underline);
    private static readonly Style _heading = new(Color.Yellow, decoration: Decoration.Bold);
    private static readonly Style _code = new(Color.Aqua);

    /// <summary>The parts of a page, from its top.</summary>
    public static IEnumerable<IRenderable> Of(string markdown) => Markdown.Parse(markdown, _pipeline).SelectMany(Block);

    private static IEnumerable<IRenderable> Block(Block block) => block switch
    {
        HeadingBlock heading => [MarkdownInlines.Of(heading, heading.Level == 1 ? _title : _heading), Line(), .. Gap(heading.Level == 1)],
        ParagraphBlock paragraph => [MarkdownInlines.Of(paragraph, Style.Plain), Line(), Line()],
        CodeBlock code => [new Padder(new Text(code.Lines.ToString(), _code), new Padding(CodeIndent, 0, 0, 1))],
        ListBlock list => [Items(list), Line()],
        Table table => [Rows(table), Line()],
        ContainerBlock container => container.SelectMany(Block),
        _ => [],
    };

    private static IEnumerable<IRenderable> Gap(bool isWanted) => isWanted ? [Line()] : [];

    private static Text Line() => new("\n");

    private static Grid Items(ListBlock list)
    {
        Grid grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 1, 0) }).AddColumn();
        int number = int.TryParse(list.OrderedStart, out int start) ? start : 1;
        foreach (ListItemBlock item in list.OfType<ListItemBlock>())
        {
            grid.AddRow(
                new Text(list.IsOrdered ? $"{number++}." : "•"),
                new Rows(item.SelectMany(child => child is LeafBlock leaf ? [MarkdownInlines.Of(leaf, Style.Plain)] : Block(child))));
        }

        return grid;
    }

    private static SpectreTable Rows(Table table)
    {
        SpectreTable shown = new SpectreTable().Border(TableBorder.Simple);
        foreach (TableRow row in table.OfType<TableRow>())
        {
            IRenderable[] cells =
            [
                .. row.OfType<TableCell>().Select(cell => MarkdownInlines.Of(cell.OfType<LeafBlock>().FirstOrDefault(), Style.Plain)),
            ];
            if (row.IsHeader)
            {
                Array.ForEach(cells, cell => shown.AddColumn(new TableColumn(cell)));
            }
            else
            {
                shown.AddRow(cells);
            }
        }

        return shown;
    }
}
