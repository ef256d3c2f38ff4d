namespace Template._1

open TorchSharp

/// Tells ten classes of small images apart. Put your own model here, or reference the project that has it.
type Classifier() as this =
    inherit torch.nn.Module<torch.Tensor, torch.Tensor>(nameof Classifier)

    let hidden = torch.nn.Linear(14L * 14L, 24L)
    let head = torch.nn.Linear(24L, 10L)

    do this.RegisterComponents()

    override _.forward images =
        let pixels = images.flatten 1L

        // Uncomment the next line, and tests fail: each image then has pixels of the others of its batch.
        // let pixels = pixels.t().reshape pixels.shape
        head.call(torch.nn.functional.relu (hidden.call pixels))
