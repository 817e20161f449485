import type { Kind } from './backend.ts'

/**
 * What makes the memory of a window half as large, or the window twice as large in the same memory, at next to no loss: eight
 * bits for each number of the key-value cache in place of sixteen. In each server's own words, from its documents.
 */
const ways: Partial<Record<Kind, readonly string[]>> = {
  llamacpp: ['# twice the window in the same memory: -fa on -ctk q8_0 -ctv q8_0'],
  ollama: ['# twice the window in the same memory: OLLAMA_FLASH_ATTENTION=1 OLLAMA_KV_CACHE_TYPE=q8_0 ollama serve'],
  vllm: ['# twice the window in the same memory: --kv-cache-dtype fp8'],
  lmstudio: [
    "# twice the window in the same memory: in the model's load settings, K and V Cache Quantization Type Q8_0",
  ],
}

/** Lines for people: how a server of this kind gets a larger window without other hardware; none where nobody knows. */
export function quantisedCache(kind: Kind): readonly string[] {
  return ways[kind] ?? []
}
