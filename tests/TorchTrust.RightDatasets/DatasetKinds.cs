namespace TorchTrust.RightDatasets;

/// <summary>What a data set is, in the words in which people name data. One may be several of them.</summary>
[Flags]
public enum DatasetKinds : long
{
    /// <summary>Nothing: no data set is that.</summary>
    None = 0,

    /// <summary>Images of one channel.</summary>
    GreyImages = 1L << 0,

    /// <summary>Images of three channels.</summary>
    ColourImages = 1L << 1,

    /// <summary>Tokens of several lengths.</summary>
    Tokens = 1L << 2,

    /// <summary>A table with rare categories.</summary>
    RareCategories = 1L << 3,

    /// <summary>A table with missing values.</summary>
    MissingValues = 1L << 4,

    /// <summary>A series with overlapping windows.</summary>
    OverlappingWindows = 1L << 5,

    /// <summary>Audio.</summary>
    Audio = 1L << 6,

    /// <summary>Graphs.</summary>
    Graphs = 1L << 7,

    /// <summary>Pairs of inputs.</summary>
    Pairs = 1L << 8,

    /// <summary>Triples of inputs.</summary>
    Triples = 1L << 9,

    /// <summary>Several labels at once.</summary>
    MultiLabel = 1L << 10,

    /// <summary>Targets that are values.</summary>
    Regression = 1L << 11,

    /// <summary>Classes of very different frequency.</summary>
    Imbalanced = 1L << 12,

    /// <summary>Few items.</summary>
    Tiny = 1L << 13,

    /// <summary>More items than anybody wants to read for a test.</summary>
    Huge = 1L << 14,

    /// <summary>A stream without an index.</summary>
    Streaming = 1L << 15,

    /// <summary>Items that are computed when they are read.</summary>
    Generated = 1L << 16,

    /// <summary>Batches drawn by weights.</summary>
    Weighted = 1L << 17,

    /// <summary>Batches drawn with replacement.</summary>
    WithReplacement = 1L << 18,

    /// <summary>From easy to hard.</summary>
    Curriculum = 1L << 19,

    /// <summary>Two views of one input.</summary>
    TwoViews = 1L << 20,

    /// <summary>Masks beside images.</summary>
    Masks = 1L << 21,

    /// <summary>Boxes beside images.</summary>
    Boxes = 1L << 22,

    /// <summary>Augmented by the loader, not by the data set.</summary>
    AugmentedByLoader = 1L << 23,

    /// <summary>Items kept once they were read.</summary>
    Cached = 1L << 24,

    /// <summary>A memory-mapped file.</summary>
    MemoryMapped = 1L << 25,

    /// <summary>Read from many files.</summary>
    ManyFiles = 1L << 26,

    /// <summary>A DataFrame of Microsoft.Data.Analysis.</summary>
    DataFrame = 1L << 27,

    /// <summary>An IDataView of ML.NET.</summary>
    DataView = 1L << 28,

    /// <summary>Right, and made to provoke alarms.</summary>
    Unusual = 1L << 29,
}
