/** The member of Claude Code's settings that names a command for the credential. It is kept beside the variables. */
export const helperMember = 'apiKeyHelper'

/** The member that turns auto mode off, with the word `disable`; every other mode is left as it is [measured, 2.1.332]. */
export const autoModeMember = 'disableAutoMode'

/** Members of Claude Code's settings that are kept beside the variables, and are none themselves. */
export const plainMembers: readonly string[] = [helperMember, autoModeMember]
