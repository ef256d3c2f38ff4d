using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace TorchTrust.Reporting.Html;

/// <summary>The style sheet and the script, which travel in this assembly.</summary>
internal static class Assets
{
    /// <summary>The style sheet.</summary>
    public static MarkupString Style { get; } = new(Read("report.css"));

    /// <summary>The script, with its element: Razor allows none in a component.</summary>
    public static MarkupString Script { get; } = new($"<script>{Read("report.js")}</script>");

    /// <summary>What the page may do: nothing comes from elsewhere, and no script runs but the one above.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{Hash(Read("report.js"))}'; base-uri 'none'; "
            + "form-action 'none'";

    /// <summary>A sign for the tab of a browser, which would ask a server for one.</summary>
    public static string Icon { get; } = "data:image/svg+xml," + Uri.EscapeDataString(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='3' fill='#2f5d8a'/>"
            + "<path d='M4 8.5l2.6 2.6L12 5.4' fill='none' stroke='#fff' stroke-width='2'/></svg>");

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Assets).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
