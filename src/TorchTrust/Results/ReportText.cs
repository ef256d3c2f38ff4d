using System.Globalization;
using System.Text;

namespace TorchTrust;

/// <summary>Plain text of a report.</summary>
internal static class ReportText
{
    public static string Render(TrustReport report)
    {
        var text = new StringBuilder();
        foreach (CheckResult result in report.Results)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{result.Verdict} {result.CheckId}: {result.Reason}");
            foreach (Finding finding in result.Findings)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.What}");
            }

            if (result.Power is { } power)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  killed {power.Killed} of {power.Effective}, seen at {power.SeenAt.Count}, blind at {string.Join(", ", power.BlindAt)}");
            }
        }

        return text.ToString();
    }
}
