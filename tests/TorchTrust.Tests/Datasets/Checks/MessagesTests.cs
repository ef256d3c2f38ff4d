using TorchTrust.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>The messages of all checks of data sets are approved, and say where to look.</summary>
public sealed class MessagesTests
{
    /// <summary>What is said of whole items, batches or epochs names no field.</summary>
    private static readonly string[] _ofWholeItems =
    [
        CheckIds.DataAugmentationVaries, CheckIds.DataEpochHasEveryItem, CheckIds.DataEqualInputsHaveEqualTargets,
            CheckIds.DataInputsDiffer,
        CheckIds.DataInputsKeepTheirTargets, CheckIds.DataItemsAreUnique, CheckIds.DataItemsCanBeRead, CheckIds.DataLeavesTheSeedAlone,
        CheckIds.DataBatchesHoldTheirItems, CheckIds.DataOrderChanges, CheckIds.DataSeedDecidesItems, CheckIds.DataWorkersLoadTheSame,
        CheckIds.DataPropertiesHold, CheckIds.DataSplitsShareNoGroups, CheckIds.DataSplitsShareNoItems,
            CheckIds.DataSplitsShareNoNearCopies,
        CheckIds.DataSplitsShareNoTime,
    ];

    public static TheoryData<string> Ids =>
        [.. Catalogue.All.Where(check => check.Description.Id.StartsWith("data-", StringComparison.Ordinal))
            .Select(check => check.Description.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Every_check_has_an_approved_message_that_names_split_and_field(string id)
    {
        string folder = Repository.PathOf("tests", "TorchTrust.Tests", "Datasets", "Checks", "Messages", id);

        string[] messages = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Select(File.ReadAllText).Where(text => text.StartsWith("Failed", StringComparison.Ordinal))]
            : [];

        Assert.NotEmpty(messages);
        Assert.All(messages.SelectMany(message => message.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal))),
            finding =>
        {
            Assert.Matches("split|splits", finding);
            if (!_ofWholeItems.Contains(id))
            {
                Assert.Matches(@"\b([Xx]|Label|Past|item|Item\d|image|next|asked|states|series)\b", finding);
            }
        });
    }
}
